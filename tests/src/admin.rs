//! A client of the management API.

use crate::http::{Connection, Response, head};
use crate::trader::Trader;
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What trading keys of the tests may do.
pub const PERMISSIONS: &[&str] = &[
    "query-funds",
    "add-funds",
    "withdraw-funds",
    "query-open-trades",
    "query-closed-trades",
    "modify-trades",
    "close-trades",
    "query-ledger",
    "export-data",
];

/// An administrator with a token, on a connection of his own.
#[derive(Debug)]
pub struct Admin {
    token: String,
    connection: Connection,
    /// By what the last change is known.
    last: String,
}

/// An idempotency key no other request of this process has.
fn fresh() -> String {
    static SENT: AtomicU64 = AtomicU64::new(0);
    format!("test-{}-{}", std::process::id(), SENT.fetch_add(1, Relaxed))
}

impl Admin {
    /// An administrator.
    #[must_use]
    pub fn new(to: SocketAddr, token: &str) -> Self {
        Admin { token: token.to_owned(), connection: Connection::new(to), last: String::new() }
    }

    /// One request; `path` is what follows `/api/v1`.
    ///
    /// # Errors
    /// No whole answer came.
    pub fn send(&mut self, method: &str, path: &str, body: Option<&Value>) -> io::Result<Response> {
        self.last = fresh();
        self.again(method, path, body)
    }

    /// Goes on with a server that was started again, remembering the last change.
    pub fn move_to(&mut self, to: SocketAddr) {
        self.connection = Connection::new(to);
    }

    /// The same request once more, under the idempotency key of the last one.
    ///
    /// # Errors
    /// No whole answer came.
    pub fn again(&mut self, method: &str, path: &str, body: Option<&Value>) -> io::Result<Response> {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", bearer.as_str()), ("user-agent", "claviger-tests")];
        if method != "GET" {
            headers.push(("idempotency-key", self.last.as_str()));
        }
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        self.connection.send(&head(method, &format!("/api/v1{path}"), &headers), body.as_bytes())
    }

    /// Reads.
    ///
    /// # Errors
    /// No whole answer came.
    pub fn get(&mut self, path: &str) -> io::Result<Response> {
        self.send("GET", path, None)
    }

    /// Makes or does.
    ///
    /// # Errors
    /// No whole answer came.
    pub fn post(&mut self, path: &str, body: &Value) -> io::Result<Response> {
        self.send("POST", path, Some(body))
    }

    /// Makes a private key that may do everything the tests do.
    ///
    /// # Panics
    /// If that is refused: for servers that are known to be up and well.
    pub fn new_trader(&mut self, name: &str) -> Trader {
        let answer = self.post("/keys", &json!({ "name": name, "permissions": PERMISSIONS }));
        let answer = answer.unwrap_or_else(|error| panic!("a key could not be made: {error}"));
        trader(&answer)
            .unwrap_or_else(|| panic!("a key could not be made: {} {}", answer.status, answer.text()))
    }
}

/// The key of an answer that made one.
#[must_use]
pub fn trader(answer: &Response) -> Option<Trader> {
    let json = answer.json();
    let text = |name: &str| json.get(name).and_then(Value::as_str);
    (answer.status == 201).then_some(())?;
    Some(Trader::new(text("id")?, text("api_key")?, text("private_key")?))
}

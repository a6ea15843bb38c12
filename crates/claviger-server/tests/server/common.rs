//! A server on a data directory, an operator, and somebody who signs.

use crate::client::Client;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::signature::{SignedBytes, sign};
use claviger_server::boot::{BootError, Running, start};
use claviger_server::config::{Config, Inputs};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::runtime::Runtime;

pub(crate) struct Server {
    pub(crate) runtime: Runtime,
    running: Option<Running>,
    pub(crate) address: SocketAddr,
    /// The operator's token, if this start made one.
    pub(crate) token: Option<String>,
}

pub(crate) fn config(dir: &Path, flags: &[&str]) -> Config {
    let own = ["server.bind=127.0.0.1:0".to_owned(), format!("server.data_dir={}", dir.display())];
    let flags = own.into_iter().chain(flags.iter().map(|flag| (*flag).to_owned())).collect();
    Config::load(&Inputs { flags, ..Inputs::default() }).unwrap().config
}

pub(crate) fn try_start(config: Config) -> Result<Server, BootError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut running = runtime.block_on(start(config))?;
    let token = running.take_first_run().map(|first| first.token.reveal().to_string());
    Ok(Server { address: running.local_addr(), running: Some(running), runtime, token })
}

/// Starts it on the data of `dir`.
pub(crate) fn serve(dir: &Path, flags: &[&str]) -> Server {
    try_start(config(dir, flags)).unwrap()
}

/// Why it does not start, with the causes.
pub(crate) fn refused(config: Config) -> String {
    let Err(error) = try_start(config) else { panic!("it started") };
    chain(&error)
}

/// An error with its causes.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |words, cause| format!("{words}: {cause}"))
}

impl Server {
    pub(crate) fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    pub(crate) fn stop(self) {
        drop(self.close());
    }

    /// Stops it, and leaves the runtime for those whom it served.
    pub(crate) fn close(mut self) -> Runtime {
        self.runtime.block_on(self.running.take().unwrap().shut_down());
        self.runtime
    }

    pub(crate) fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let mut client = self.connect();
        client.send(format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n"));
        client.answer().unwrap()
    }

    /// A request of the operator whose token this is.
    pub(crate) fn manage(&self, token: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut client = self.connect();
        let head = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        client.send(head);
        let (status, body) = client.answer().unwrap();
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    /// A new key that may look at funds and trade.
    pub(crate) fn create_key(&self, token: &str, name: &str) -> Key {
        let body = format!(
            r#"{{"name":"{name}","permissions":["query-funds","query-open-trades","modify-trades","close-trades"]}}"#
        );
        let (status, key) = self.manage(token, "POST", "/keys", &body);
        assert_eq!(status, 201, "{key}");
        Key::of(&key)
    }
}

/// A key as its holder has it.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) api_key: String,
    pub(crate) private_key: String,
}

static NONCE: AtomicU64 = AtomicU64::new(1_700_000_000_000_000);

impl Key {
    /// The key that was just made.
    pub(crate) fn of(made: &Value) -> Self {
        let text = |member: &str| made[member].as_str().unwrap().to_owned();
        Key { id: text("id"), api_key: text("api_key"), private_key: text("private_key") }
    }

    /// The bytes of a signed call with a nonce never used before.
    pub(crate) fn call(&self, method: &str, params: &str) -> String {
        self.call_with(NONCE.fetch_add(1, Ordering::SeqCst), method, params)
    }

    /// The bytes of a signed call with this nonce.
    pub(crate) fn call_with(&self, nonce: u64, method: &str, params: &str) -> String {
        let [path, signature, body] = self.sign(nonce, method, params);
        format!(
            "POST {path} HTTP/1.1\r\nhost: a\r\napi-key: {}\r\napi-sign: {signature}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.api_key,
            body.len()
        )
    }

    /// Path, signature and body of a call with a nonce never used before, for any version of HTTP.
    pub(crate) fn signed(&self, method: &str, params: &str) -> [String; 3] {
        self.sign(NONCE.fetch_add(1, Ordering::SeqCst), method, params)
    }

    fn sign(&self, nonce: u64, method: &str, params: &str) -> [String; 3] {
        let nonce = nonce.to_string();
        let body =
            if params.is_empty() { format!("nonce={nonce}") } else { format!("nonce={nonce}&{params}") };
        let path = format!("/0/private/{method}");
        let bytes =
            SignedBytes { path: path.as_bytes(), nonce_text: nonce.as_bytes(), body: body.as_bytes() };
        let secret = STANDARD.decode(&self.private_key).unwrap();
        let signature = STANDARD.encode(sign(&secret, path.as_bytes(), &bytes.digest()));
        [path, signature, body]
    }

    /// Makes a call and gives what came back.
    pub(crate) fn ask(&self, client: &mut Client, method: &str, params: &str) -> Value {
        client.send(self.call(method, params));
        let (status, body) = client.answer().unwrap();
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }
}

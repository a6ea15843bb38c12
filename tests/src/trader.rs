//! A client of the exchange's wire that keeps what it has sent, to the byte.

use crate::http::{Connection, Response, head};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_core::id::KeyId;
use claviger_core::signature::{SignedBytes, sign};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// One signed request.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The method, as in `AddOrder`.
    pub method: &'static str,
    /// The nonce.
    pub nonce: u64,
    /// What the server keeps of the request.
    pub digest: [u8; 32],
    /// Everything before the length of the body.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Signed {
    /// Sends it, to the byte as it was made.
    ///
    /// # Errors
    /// No whole answer came.
    pub fn send(&self, connection: &mut Connection) -> io::Result<Reply> {
        connection.send(&self.head, self.body.as_bytes()).map(Reply)
    }
}

/// An answer of the exchange's wire.
#[derive(Debug, Clone)]
pub struct Reply(pub Response);

impl Reply {
    /// The error texts, joined by commas; empty if the call went well.
    #[must_use]
    pub fn error(&self) -> String {
        let json = self.0.json();
        match json.get("error").and_then(serde_json::Value::as_array) {
            Some(errors) => errors.iter().filter_map(|e| e.as_str()).collect::<Vec<_>>().join(","),
            None => format!("no envelope: {} {}", self.0.status, self.0.text()),
        }
    }

    /// Whether the call went well.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.error().is_empty()
    }

    /// The result; `null` if there is none.
    #[must_use]
    pub fn result(&self) -> serde_json::Value {
        self.0.json().get("result").cloned().unwrap_or_default()
    }

    /// Why, as the holder of the key is told.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.0.header("claviger-reason").unwrap_or_default()
    }
}

/// Both halves of a key, and its nonce counter; clones share the counter.
#[derive(Clone)]
pub struct Trader {
    /// The id under which the management API knows the key.
    pub id: KeyId,
    /// The public half.
    pub api_key: String,
    secret: [u8; 64],
    nonce: Arc<AtomicU64>,
}

impl Trader {
    /// A trader whose first nonce is 1.
    #[must_use]
    pub fn new(id: &str, api_key: &str, private_key: &str) -> Self {
        ApiKey::parse(api_key.as_bytes()).expect("an API key as the server shows it");
        let secret = PrivateKey::parse(private_key.as_bytes()).expect("a private key as the server shows it");
        let nonce = Arc::new(AtomicU64::new(1));
        Trader {
            id: id.parse().expect("an id as the server shows it"),
            api_key: api_key.to_owned(),
            secret: *secret.expose(),
            nonce,
        }
    }

    /// Signs a call with the next nonce.
    #[must_use]
    pub fn sign(&self, method: &'static str, params: &[(&str, &str)]) -> Signed {
        self.sign_with(self.nonce.fetch_add(1, Relaxed), method, params)
    }

    /// Signs a call with this nonce.
    #[must_use]
    pub fn sign_with(&self, nonce: u64, method: &'static str, params: &[(&str, &str)]) -> Signed {
        let text = nonce.to_string();
        let pairs = params.iter().map(|(name, value)| format!("&{name}={}", encode(value)));
        let body = format!("nonce={text}{}", pairs.collect::<String>());
        let path = format!("/0/private/{method}");
        let bytes = SignedBytes { path: path.as_bytes(), nonce_text: text.as_bytes(), body: body.as_bytes() };
        let digest = bytes.digest();
        let signature = STANDARD.encode(sign(&self.secret, path.as_bytes(), &digest));
        let headers = [
            ("api-key", self.api_key.as_str()),
            ("api-sign", signature.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("user-agent", "claviger-tests"),
        ];
        Signed { method, nonce, digest, head: head("POST", &path, &headers), body }
    }

    /// Signs a call and sends it.
    ///
    /// # Panics
    /// If no whole answer comes: for servers that are known to be up.
    pub fn call(&self, to: SocketAddr, method: &'static str, params: &[(&str, &str)]) -> Reply {
        self.sign(method, params)
            .send(&mut Connection::new(to))
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

/// Percent-encodes all but letters, digits, `-`, `.`, `_` and `~`.
#[must_use]
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

//! What the generator sends: nothing much (`GET`), or signed calls of many keys.

use super::keys::BenchKey;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::signature::SignedBytes;
use std::io::Write as _;
use std::sync::Arc;

/// Writes requests and judges answers.
pub(super) trait Calls {
    /// Appends the next request.
    fn write(&mut self, to: &mut Vec<u8>);
    /// Whether an answer, whose body begins at `body`, is what was asked for.
    fn is_good(&self, answer: &[u8], body: usize) -> bool;
}

/// A `GET` that is always the same.
#[derive(Clone)]
pub(super) struct Get {
    request: Vec<u8>,
    expected: &'static [u8],
}

impl Get {
    pub(super) fn new(path: &str, token: Option<&str>, expected: &'static [u8]) -> Self {
        let token = token.map_or(String::new(), |token| format!("authorization: Bearer {token}\r\n"));
        Get {
            request: format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{token}\r\n").into_bytes(),
            expected,
        }
    }
}

impl Get {
    /// A page of the console, with the cookie of a session.
    pub(super) fn signed_in(path: &str, cookie: &str) -> Self {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n");
        Get { request: request.into_bytes(), expected: b"<!doctype html>" }
    }

    /// A `POST` of JSON with an administration token; any success is good.
    pub(super) fn post(path: &str, token: &str, body: &str) -> Self {
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n");
        let kind = format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        Get { request: (head + &kind + body).into_bytes(), expected: b"" }
    }
}

impl Calls for Get {
    fn write(&mut self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.request);
    }

    fn is_good(&self, answer: &[u8], body: usize) -> bool {
        answer.get(body..).is_some_and(|body| body.starts_with(self.expected))
    }
}

/// Signed calls of one method by the keys of one connection's share, in a random order: every key
/// belongs to one connection, so that its nonces rise.
pub(super) struct Signed {
    method: Method,
    keys: Arc<Vec<BenchKey>>,
    share: Share,
    nonce: u64,
    body: Vec<u8>,
}

/// What is called.
#[derive(Clone, Copy)]
pub(super) struct Method {
    path: &'static str,
    /// What stands in the body behind the nonce.
    params: &'static str,
}

/// A read.
pub(super) const BALANCE: Method = Method { path: "/0/private/Balance", params: "" };
/// A call that may change something, so that its claim is open until its outcome; it changes nothing.
pub(super) const CHECK_ORDER: Method = Method {
    path: "/0/private/AddOrder",
    params: "&pair=XBTUSD&type=buy&ordertype=limit&price=1000&volume=0.001&validate=true",
};

#[derive(Clone, Copy)]
pub(super) struct Share {
    pub(super) first: usize,
    pub(super) step: usize,
    /// Take the keys in order from this one on, instead of at random: to warm every key up.
    pub(super) in_order: Option<usize>,
    pub(super) turn: u64,
}

impl Signed {
    pub(super) fn new(method: Method, keys: Arc<Vec<BenchKey>>, share: Share, nonce: u64) -> Self {
        Signed { method, keys, share, nonce, body: Vec::with_capacity(128) }
    }

    fn pick(&mut self) -> usize {
        let mine = (self.keys.len() - self.share.first).div_ceil(self.share.step).max(1);
        let nth = match &mut self.share.in_order {
            Some(next) => {
                *next += 1;
                *next
            }
            None => {
                let turn = self.share.turn.wrapping_mul(6_364_136_223_846_793_005);
                self.share.turn = turn.wrapping_add(1_442_695_040_888_963_407);
                (self.share.turn >> 33) as usize
            }
        };
        self.share.first + nth % mine * self.share.step
    }
}

impl Calls for Signed {
    fn write(&mut self, to: &mut Vec<u8>) {
        self.nonce += 1;
        let at = self.pick();
        let Some(key) = self.keys.get(at) else { return };
        let nonce = self.nonce.to_string();
        self.body.clear();
        self.body.extend_from_slice(b"nonce=");
        self.body.extend_from_slice(nonce.as_bytes());
        let Method { path, params } = self.method;
        self.body.extend_from_slice(params.as_bytes());
        let bytes = SignedBytes { path: path.as_bytes(), nonce_text: nonce.as_bytes(), body: &self.body };
        let signature = STANDARD.encode(key.signer.sign(bytes.path, &bytes.digest()));
        let head = write!(
            to,
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nuser-agent: claviger-bench/1\r\napi-key: {}\r\napi-sign: {signature}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            key.api_key,
            self.body.len(),
        );
        // Writing to a vector does not fail.
        debug_assert!(head.is_ok());
        to.extend_from_slice(&self.body);
    }

    fn is_good(&self, answer: &[u8], body: usize) -> bool {
        answer.get(body..).is_some_and(|body| body.starts_with(br#"{"error":[],"#))
    }
}

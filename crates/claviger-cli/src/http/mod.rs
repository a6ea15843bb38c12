//! The management API as a client sees it: bearer token, JSON, problems.

mod base;
mod page;
mod problem;
mod trust;
mod wire;

pub(crate) use base::Base;
pub(crate) use page::{Paging, pages};
pub(crate) use problem::Problem;
pub(crate) use trust::Trust;
pub(crate) use wire::{ANSWER, Response, Wire};

use crate::failure::Failure;
use claviger::OsEntropy;
use claviger_core::entropy::Entropy as _;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::time::Duration;
use ureq::http::Method;
use zeroize::Zeroizing;

const PREFIX: &str = "/api/v1";

/// One server, with the token that is sent along.
pub(crate) struct Api {
    wire: Wire,
    base: Base,
    bearer: Zeroizing<String>,
}

impl Api {
    /// A client of the server at `base`; `token` has been checked for typos.
    pub(crate) fn new(wire: Wire, base: Base, token: &str) -> Self {
        let bearer = Zeroizing::new(format!("Bearer {token}"));
        Api { wire, base, bearer }
    }

    /// Where the server is.
    pub(crate) const fn base(&self) -> &Base {
        &self.base
    }

    /// Reads; `query` holds only the parameters that are set.
    pub(crate) fn get(&self, path: &str, query: &[(&str, String)]) -> Result<Value, Failure> {
        self.send(&Method::GET, &with_query(path, query), None, ANSWER)
    }

    /// Acts.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.send(&Method::POST, path, Some(body), ANSWER)
    }

    /// Acts, where the answer may take longer than usual.
    pub(crate) fn post_within(&self, path: &str, body: &Value, limit: Duration) -> Result<Value, Failure> {
        self.send(&Method::POST, path, Some(body), limit)
    }

    /// Changes.
    pub(crate) fn patch(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.send(&Method::PATCH, path, Some(body), ANSWER)
    }

    /// Removes.
    pub(crate) fn delete(&self, path: &str) -> Result<Value, Failure> {
        self.send(&Method::DELETE, path, Some(&Value::Object(Map::new())), ANSWER)
    }

    fn send(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        limit: Duration,
    ) -> Result<Value, Failure> {
        let path = format!("{PREFIX}{path}");
        let body = Zeroizing::new(body.map(Value::to_string).unwrap_or_default());
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("accept", "application/json, application/problem+json"),
            ("content-type", "application/json"),
        ];
        if *method == Method::GET {
            let sent = headers.get(..2).unwrap_or(&headers);
            return read(&self.wire.send(&self.base, method, &path, sent, body.as_bytes(), limit)?);
        }
        let once = idempotency_key()?;
        let [bearer, accept, content] = headers;
        let sent = [bearer, accept, content, ("idempotency-key", once.as_str())];
        let response = self.wire.send_again(&self.base, method, &path, &sent, body.as_bytes(), limit)?;
        if !response.header("idempotency-replayed").is_empty() {
            whole(&response)?;
        }
        read(&response)
    }
}

/// What this request is known by, should its answer be lost: as nobody else can guess it.
fn idempotency_key() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    let failed = |_| Failure::failed("the system has no randomness");
    OsEntropy.fill(&mut bytes).map_err(failed)?;
    Ok(bytes.iter().fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// Refuses an answer given again that lacks what is shown once: it went with the connection.
fn whole(response: &Response) -> Result<(), Failure> {
    let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    if answer.get("note").is_none() {
        return Ok(());
    }
    let id = answer.get("id").and_then(Value::as_str).unwrap_or("what was made");
    Err(Failure::failed(
        "it was done, but the connection was lost and with it the secret, which is shown once and kept nowhere",
    )
    .next(format!("revoke {} and make another, or rotate it", crate::output::harmless(id))))
}

fn read(response: &Response) -> Result<Value, Failure> {
    match response.status {
        204 => Ok(Value::Null),
        200..=299 => serde_json::from_slice(&response.body).map_err(|_| {
            Failure::failed("the server's answer is not JSON: is this URL the one of a claviger server?")
        }),
        300..=399 => Err(Failure::failed("the server wants to redirect the request, which is not followed")
            .next("name the server itself with --url or CLAVIGER_URL")),
        status => Err(Problem::read(status, &response.body).into()),
    }
}

fn with_query(path: &str, query: &[(&str, String)]) -> String {
    let mut text = path.to_owned();
    for (at, (name, value)) in query.iter().enumerate() {
        text.push(if at == 0 { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        text.push_str(&encode(value));
    }
    text
}

/// Percent-encodes everything but unreserved characters; also what a form body needs.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_encoded() {
        let query = [("name", "a b&c=é".to_owned()), ("from", "2026-11-22T00:00:00+01:00".to_owned())];
        assert_eq!(
            with_query("/keys", &query),
            "/keys?name=a%20b%26c%3D%C3%A9&from=2026-11-22T00%3A00%3A00%2B01%3A00"
        );
        assert_eq!(with_query("/keys", &[]), "/keys");
    }
}

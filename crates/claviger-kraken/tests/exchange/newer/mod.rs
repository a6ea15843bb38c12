//! The newer funding interface, through the whole wire.

mod addresses;
mod money;
mod reads;
mod refusals;

use crate::world::{Client, HOME, World};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger::core::signature::{SignedBytes, sign};
use claviger_kraken::{WireRequest, WireResponse};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;
use std::net::IpAddr;
use std::sync::atomic::Ordering::SeqCst;

/// One call, as it is sent.
pub(super) struct Sent<'a> {
    pub(super) verb: Method,
    pub(super) target: &'a str,
    pub(super) nonce: &'a str,
    pub(super) otp: Option<&'a str>,
    pub(super) body: &'a str,
    pub(super) source: IpAddr,
}

impl World {
    /// Signs and sends one call of the newer style.
    pub(super) async fn newer_raw(&self, client: &Client, sent: Sent<'_>) -> WireResponse {
        let (path, nonce_text) = (sent.target.as_bytes(), sent.nonce.as_bytes());
        let bytes = SignedBytes { path, nonce_text, body: sent.body.as_bytes() };
        let signature = STANDARD.encode(sign(client.secret.expose(), path, &bytes.digest()));
        let mut headers = HeaderMap::new();
        let otp = sent.otp.map(|otp| ("api-otp", otp));
        let all = [("api-key", client.key.as_str()), ("api-sign", &signature), ("api-nonce", sent.nonce)];
        for (name, value) in all.into_iter().chain(otp) {
            headers.insert(name, HeaderValue::try_from(value).unwrap());
        }
        let (method, path_and_query, body) = (&sent.verb, sent.target, sent.body.as_bytes());
        let source = sent.source;
        self.wire.handle(WireRequest { method, path_and_query, headers: &headers, body, source }).await
    }

    /// The same, with the client's next nonce; below `/funding/`.
    pub(super) async fn newer(
        &self,
        client: &Client,
        verb: Method,
        target: &str,
        body: &str,
    ) -> WireResponse {
        let nonce = client.nonce.fetch_add(1, SeqCst).to_string();
        let (target, otp, source) = (format!("/funding/{target}"), None, HOME);
        let sent = Sent { verb, target: &target, nonce: &nonce, otp, body, source };
        self.newer_raw(client, sent).await
    }

    /// What a read that must succeed answers.
    pub(super) async fn got(&self, client: &Client, target: &str) -> Value {
        bare(&self.newer(client, Method::GET, target, "").await)
            .unwrap_or_else(|error| panic!("{target}: {error}"))
    }

    /// What a change that must succeed answers.
    pub(super) async fn done(&self, client: &Client, verb: Method, target: &str, body: Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let response = self.newer(client, verb, target, &body).await;
        bare(&response).unwrap_or_else(|error| panic!("{target} {body}: {error} {:?}", response.reason))
    }

    /// The error of a call that must fail.
    pub(super) async fn no(&self, client: &Client, verb: Method, target: &str, body: &str) -> String {
        bare(&self.newer(client, verb, target, body).await).expect_err(target)
    }
}

/// The bare object, or the error's text. A success has no member `error`, a refusal no other.
pub(super) fn bare(response: &WireResponse) -> Result<Value, String> {
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    let Some(errors) = body.get("error") else {
        assert!(
            response.error.is_none()
                && response.reason.is_none()
                && body.get("result").is_none_or(Value::is_boolean)
        );
        return Ok(body);
    };
    assert_eq!((body.as_object().unwrap().len(), errors.as_array().unwrap().len()), (1, 1));
    assert_eq!(response.error.map(|error| error.to_string()).as_deref(), errors[0].as_str());
    Err(errors[0].as_str().unwrap().to_owned())
}

/// The id of an asset's method.
pub(super) async fn method_id(world: &World, client: &Client, direction: &str, asset: &str) -> String {
    let target = format!("v1/methods/{direction}?asset%5Bclass%5D=currency&asset%5Bname%5D={asset}&limit=50");
    let methods = world.got(client, &target).await;
    methods["methods"][0]["method_id"].as_str().unwrap().to_owned()
}

//! What the steps of the story share: the server, and the key once it was made.

use super::bot::Bot;
use super::sinks::Sink;
use super::telling::{Telling, some_of};
use crate::call::Verdict;
use crate::failure::Failure;
use crate::http::{ANSWER, Api, Base, Wire};
use crate::sign::Signer;
use claviger_core::credential::PrivateKey;
use serde_json::Value;
use ureq::http::Method;
use zeroize::Zeroizing;

/// The name of the key of the story.
pub(super) const KEY_NAME: &str = "demo bot";

/// The stage of the story.
pub(super) struct Scene {
    pub(super) api: Api,
    pub(super) wire: Wire,
    pub(super) base: Base,
    /// The key as the API described it when it was made.
    pub(super) key: Value,
    /// Both its halves.
    pub(super) signer: Option<Signer>,
    /// Where mails arrive.
    pub(super) mail: Sink,
    /// Where messages arrive.
    pub(super) hook: Sink,
    /// Bots that trade in the background, each with a key of its own.
    pub(super) bots: Vec<Trading>,
}

/// A bot, and its key as the API described it.
pub(super) struct Trading {
    pub(super) key: Value,
    pub(super) bot: Bot,
}

impl Scene {
    pub(super) fn new(base: Base, token: &str, mail: Sink, hook: Sink) -> Self {
        let wire = Wire::new();
        let api = Api::new(wire.clone(), base.clone(), token);
        Scene { api, wire, base, key: Value::Null, signer: None, mail, hook, bots: Vec::new() }
    }

    /// Where the key is.
    pub(super) fn key_path(&self) -> String {
        path_of(&self.key)
    }

    /// Signs a call as any client would, sends it, tells of both.
    pub(super) fn call(
        &self,
        telling: &mut Telling<'_>,
        method: &str,
        params: &[(&str, &str)],
    ) -> Result<Verdict, Failure> {
        let verdict = self.ask(telling, method, params)?;
        telling.answer(&verdict.envelope)?;
        Ok(verdict)
    }

    /// The same, showing of a long result only some fields.
    pub(super) fn call_for(
        &self,
        telling: &mut Telling<'_>,
        method: &str,
        fields: &[&str],
    ) -> Result<Verdict, Failure> {
        let verdict = self.ask(telling, method, &[])?;
        if verdict.is_success() {
            let result = some_of(verdict.result(), fields);
            telling.answer_text(&format!("{{\"error\":[],\"result\":{result}}}"))?;
        } else {
            telling.answer(&verdict.envelope)?;
        }
        Ok(verdict)
    }

    fn ask(
        &self,
        telling: &mut Telling<'_>,
        method: &str,
        params: &[(&str, &str)],
    ) -> Result<Verdict, Failure> {
        let signer = self.signer.as_ref().ok_or_else(|| Failure::failed("there is no key yet"))?;
        let call = signer.call(method, params);
        telling.request(&format!("POST {}   (API-Key, API-Sign)", call.path), &call.body)?;
        Verdict::read(&signer.send(&self.wire, &self.base, &call)?)
    }

    /// Reads market data.
    pub(super) fn public(&self, path: &str) -> Result<Verdict, Failure> {
        Verdict::read(&self.wire.send(&self.base, &Method::GET, path, &[], b"", ANSWER)?)
    }
}

/// Where a key is.
pub(super) fn path_of(key: &Value) -> String {
    format!("/keys/{}", key.get("id").and_then(Value::as_str).unwrap_or(""))
}

/// The private half, taken out of an answer before anything is shown of it.
pub(super) fn take_secret(answer: &mut Value) -> Zeroizing<String> {
    let secret = answer.as_object_mut().and_then(|fields| fields.remove("private_key"));
    Zeroizing::new(secret.as_ref().and_then(Value::as_str).unwrap_or("").to_owned())
}

/// Both halves of a key.
pub(super) fn signer_of(key: &Value, secret: &str) -> Result<Signer, Failure> {
    let private_key = PrivateKey::parse(secret.as_bytes())
        .map_err(|_| Failure::failed("the key came without a private half"))?;
    let api_key = key.get("api_key").and_then(Value::as_str).unwrap_or("").to_owned();
    Ok(Signer { api_key, private_key })
}

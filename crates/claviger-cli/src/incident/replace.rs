//! Another key takes the place of the leaked one.

use super::Args;
use crate::failure::{Failure, Status};
use crate::http::Api;
use crate::keys::secret::{self, keep};
use crate::keys::{pick, second_factor, show};
use crate::output::{Out, harmless, note};
use crate::profile::NewPassphrase;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

/// What a new key has of the old one.
const SAME: [&str; 9] = [
    "kind",
    "holder",
    "member",
    "description",
    "permissions",
    "allowlist",
    "query_from",
    "query_to",
    "nonce_window",
];

/// What came of it.
pub(super) struct Replaced {
    /// The key that was made; none if there was one of this name already.
    pub(super) created: Option<Value>,
    passphrase: Option<NewPassphrase>,
}

/// Makes it, unless a key of this name was made since the leaked one was stopped.
pub(super) fn replace(args: &Args, name: &str, api: &Api, incident: &Value) -> Result<Replaced, Failure> {
    let key = incident.get("key").unwrap_or(&Value::Null);
    if matches!(pick::text(incident, "stopping"), "works" | "stepped-down") {
        return Err(Failure::new(
            Status::NotFoundOrConflict,
            "the leaked key still works, so nothing takes its place",
        )
        .next("stop it first, or in the same command: --stop revoked"));
    }
    let made = incident.get("replacements").and_then(Value::as_array).into_iter().flatten();
    if made.clone().any(|other| pick::text(other, "name").to_lowercase() == name.to_lowercase()) {
        note(&format!("`{}` was made since already; no other one was", harmless(name)));
        return Ok(Replaced { created: None, passphrase: None });
    }
    let body = body(args, name, key, incident)?;
    let passphrase = args.save.as_deref().map(secret::prepare).transpose()?;
    Ok(Replaced { created: Some(api.post("/keys", &Value::Object(body))?), passphrase })
}

fn body(args: &Args, name: &str, key: &Value, incident: &Value) -> Result<Map<String, Value>, Failure> {
    let of =
        |field: &&str| Some(((*field).to_owned(), key.get(*field).filter(|value| !value.is_null())?.clone()));
    let mut body: Map<String, Value> = SAME.iter().filter_map(of).collect();
    body.insert("name".to_owned(), name.into());
    let ahead = key.get("expires_at").filter(|at| at.as_str() > incident.get("at").and_then(Value::as_str));
    body.extend(ahead.map(|at| ("expires_at".to_owned(), at.clone())));
    match pick::text(key, "second_factor") {
        "" => {}
        "totp" => drop(body.insert("second_factor".to_owned(), json!({ "kind": "totp" }))),
        _ => {
            return Err(Failure::usage(
                "the key has a password as its second factor, which the new one needs anew",
            )
            .next("make it with `claviger keys create --second-factor password`"));
        }
    }
    if args.least {
        let least = incident.get("least_permissions").filter(|least| !least.is_null());
        let least = least.ok_or_else(|| {
            Failure::failed(
                "nothing is on record of what the key did before that moment, so the least is not known",
            )
            .next("leave out --least, or name a later moment with --since")
        })?;
        body.insert("permissions".to_owned(), least.clone());
    }
    Ok(body)
}

impl Replaced {
    /// Shows the new key, and its private half this once.
    pub(super) fn tell(self, api: &Api, args: &Args, out: &mut Out) -> Result<(), Failure> {
        let Some(created) = self.created else { return Ok(()) };
        out.line("")?;
        out.card(&created, &show::changed_fields())?;
        let secret =
            created.get("private_key").and_then(Value::as_str).map(|text| Zeroizing::new(text.to_owned()));
        let profile = args.save.as_deref().zip(self.passphrase);
        let unsaved = match secret {
            Some(secret) => keep(api, pick::text(&created, "api_key"), secret, profile, out)?,
            None => None,
        };
        second_factor::show_once(&created, out)?;
        unsaved.map_or(Ok(()), Err)
    }
}

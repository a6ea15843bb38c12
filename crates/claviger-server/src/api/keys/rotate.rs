//! A key gets a successor, whose private half is shown once, or encrypted to somebody.

use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::once::ShownOnce;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::PermissionText;
use super::json::KeyJson;
use super::{allowlist, permissions};
use crate::problem::Problem;
use claviger::core::key::life::MAX_OVERLAP_SECS;
use claviger::core::text::Name;
use claviger::manage::rotation_policy::Recipient;
use claviger::manage::{Thing, keys};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rotation asked for. What is left out is as the key has it.
#[derive(Deserialize, ToSchema)]
#[schema(as = RotateKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RotateKey {
    /// The successor's name. Unless told it takes the key's own, and the key is called `… (old)`.
    #[schema(min_length = 1, max_length = 64, example = "Grid bot")]
    name: Option<String>,
    /// What the successor may do, no more than the key: the whole set.
    #[schema(value_type = Option<Vec<PermissionText>>)]
    permissions: Option<Vec<String>>,
    /// Where it may be used from, no wider than the key: the whole list.
    #[schema(max_items = 64, example = json!(["203.0.113.7"]))]
    allowlist: Option<Vec<String>>,
    /// Its expiry. Unless told it lasts as long as the key did when that was made, and it may not last longer.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// How long both keys work, in seconds: at most 90 days, a week unless told. After that the old one is refused.
    #[schema(minimum = 0, maximum = 7_776_000)]
    overlap_secs: Option<u32>,
    /// An age recipient of the kind X25519. The private key is then encrypted to it, and is nowhere in clear. Unless told, the
    /// account's own (`GET /rotation-policy`).
    #[schema(example = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")]
    recipient: Option<String>,
    /// The revision that was looked at: at any other one nothing is rotated.
    revision: Option<u64>,
}

/// Both keys of a rotation, with what is shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = RotatedKey)]
pub(in super::super) struct RotatedKeyJson {
    /// The key, which works until its `retires_at`.
    predecessor: KeyJson,
    /// Its successor.
    successor: KeyJson,
    /// The successor's private half, shown this once; null if the answer is given again. Left out for a public key, and
    /// where it was encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    private_key: Option<ShownOnce>,
    /// Both halves of the successor as `KRAKEN_API_KEY=` and `KRAKEN_PRIVATE_KEY=` in an age file, which the recipient alone
    /// can read. Given again whenever the answer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    encrypted: Option<String>,
}

/// Rotates a key: its successor may do no more than it, and both work until the end of the overlap, an instant that is told
/// in the answer. The successor's private key is in this answer and nowhere else, ever again.
#[utoipa::path(post, path = "/keys/{id}/rotate", tag = "keys", operation_id = "key.rotate",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body(content = RotateKey, description = "May be left out."),
    responses((status = 201, description = "Both keys, with what is shown this once.", body = RotatedKeyJson)))]
pub(in super::super) async fn rotate(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let asked = parse(&call.json()?)?;
    let caller = call.answering(reply);
    let rotated = keys::rotate(&call.state.authority, &caller, id, asked).await?;
    Ok(reply(&rotated)?)
}

fn reply(rotated: &keys::RotatedKey) -> Result<Reply, Problem> {
    let location = format!("{}/keys/{}", super::super::BASE, rotated.successor.id);
    let body = RotatedKeyJson {
        predecessor: KeyJson::of(&rotated.predecessor),
        successor: KeyJson::of(&rotated.successor),
        private_key: rotated.private_key.as_ref().map(|key| ShownOnce::new(key.reveal().to_string())),
        encrypted: rotated.encrypted.clone(),
    };
    Ok(Reply::created(&body, Some(location))?.showing_once(rotated.private_key.is_some()))
}

fn parse(body: &RotateKey) -> Result<keys::RotateKey, Problem> {
    let mut fields = Fields::default();
    let name = fields.optional("name", body.name.as_deref(), Name::parse);
    let permissions = fields.take("permissions", body.permissions.as_deref().map(permissions).transpose());
    let allowlist = fields.take("allowlist", body.allowlist.as_deref().map(allowlist).transpose());
    let expires_at = fields.optional("expires_at", body.expires_at.as_deref(), instant::parse);
    let overlap = match body.overlap_secs {
        Some(secs) if secs > MAX_OVERLAP_SECS => Err("takes at most 7776000, which is 90 days"),
        secs => Ok(secs),
    };
    let overlap_secs = fields.take("overlap_secs", overlap);
    let recipient = fields.optional("recipient", body.recipient.as_deref(), str::parse::<Recipient>);
    let parsed = || {
        Some(keys::RotateKey {
            from: body.revision,
            name: name?,
            permissions: permissions?,
            allowlist: allowlist?,
            expires_at: expires_at?,
            overlap_secs: overlap_secs?,
            recipient: recipient?,
        })
    };
    let parsed = parsed();
    fields.done(parsed)
}

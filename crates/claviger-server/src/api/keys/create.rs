//! A key is created; its private half is shown once.

use super::super::body::Object;
use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::once::ShownOnce;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::{KindText, PermissionText};
use super::json::{KeyJson, TotpJson};
use super::second_factor::SecondFactor;
use super::{allowlist, nonce_window, permissions};
use crate::problem::Problem;
use claviger::core::id::UserId;
use claviger::core::key::KeyKind;
use claviger::core::key::life::NewKey;
use claviger::core::restriction::Restrictions;
use claviger::core::text::{Application, Description, Holder, Name};
use claviger::manage::keys;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The key asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateKey {
    /// Public or private; `private` unless told.
    #[schema(value_type = Option<KindText>)]
    kind: Option<String>,
    /// Its name, unique among the account's keys that are not revoked.
    #[schema(min_length = 1, max_length = 64, example = "Grid bot")]
    name: String,
    /// Who will hold it: a bot, a desk, a vendor.
    #[schema(max_length = 64)]
    holder: Option<String>,
    /// What program it is for, in a short word that several keys may share.
    #[schema(max_length = 32, example = "grid-bot-3")]
    application: Option<String>,
    /// The person it belongs to: an owner, admin or key manager of the account; nobody in particular unless told.
    #[schema(example = "user_0123456789ab")]
    member: Option<String>,
    /// What it is for.
    #[schema(max_length = 500)]
    description: Option<String>,
    /// What it may do; nothing unless told.
    #[schema(value_type = Option<Vec<PermissionText>>)]
    permissions: Option<Vec<String>>,
    /// Where it may be used from: addresses and CIDR blocks; anywhere unless told.
    #[schema(max_items = 64, example = json!(["203.0.113.7", "2001:db8::/32"]))]
    allowlist: Option<Vec<String>>,
    /// Not valid before.
    #[schema(format = DateTime)]
    not_before: Option<String>,
    /// Not valid at or after.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// The earliest history it may read.
    #[schema(format = DateTime)]
    query_from: Option<String>,
    /// The latest history it may read.
    #[schema(format = DateTime)]
    query_to: Option<String>,
    /// How far below the highest nonce one is still accepted; a number in a text, `0` unless told.
    #[schema(example = "0", pattern = "^[0-9]{1,20}$")]
    nonce_window: Option<String>,
    /// What every call must carry besides its signature.
    #[schema(value_type = Option<SecondFactor>)]
    second_factor: Option<Object<SecondFactor>>,
}

/// A new key, with what is shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedKey)]
pub(in super::super) struct CreatedKeyJson {
    #[serde(flatten)]
    key: KeyJson,
    /// The private half, shown this once; none for a public key, null if the answer is given again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    private_key: Option<ShownOnce>,
    #[serde(flatten)]
    totp: TotpJson,
}

/// Creates a key. The private key is in the answer and nowhere else, ever again.
#[utoipa::path(post, path = "/keys", tag = "keys", operation_id = "key.create",
    request_body = CreateKey,
    responses((status = 201, description = "The key, with what is shown this once.", body = CreatedKeyJson)))]
pub(in super::super) async fn create(call: Call) -> Result<Reply, Failure> {
    let asked = parse(&call.json()?)?;
    let caller = call.answering(reply);
    let created = keys::create(&call.state.authority, &caller, asked).await?;
    Ok(reply(&created)?)
}

fn reply(created: &keys::CreatedKey) -> Result<Reply, Problem> {
    let location = format!("{}/keys/{}", super::super::BASE, created.record.id);
    let body = CreatedKeyJson {
        key: KeyJson::of(&created.record),
        private_key: created.private_key.as_ref().map(|key| ShownOnce::new(key.reveal().to_string())),
        totp: TotpJson::of(created.totp.as_ref()),
    };
    let shows_once = created.private_key.is_some() || created.totp.is_some();
    Ok(Reply::created(&body, Some(location))?.showing_once(shows_once))
}

fn parse(body: &CreateKey) -> Result<keys::CreateKey, Problem> {
    let mut fields = Fields::default();
    let kind = fields.take("kind", body.kind.as_deref().map_or(Ok(KeyKind::Private), str::parse));
    let name = fields.take("name", Name::parse(&body.name));
    let holder = fields.take("holder", Holder::parse(body.holder.as_deref().unwrap_or_default()));
    let application =
        fields.take("application", Application::parse(body.application.as_deref().unwrap_or_default()));
    let member = fields.optional("member", body.member.as_deref(), str::parse::<UserId>);
    let description =
        fields.take("description", Description::parse(body.description.as_deref().unwrap_or_default()));
    let permissions =
        fields.take("permissions", permissions(body.permissions.as_deref().unwrap_or_default()));
    let restrictions = restrictions(&mut fields, body);
    let factor = body.second_factor.as_ref().map(|factor| factor.0.parse()).transpose();
    let second_factor = fields.take("second_factor", factor);
    let parsed = || {
        let (kind, name, holder, application) = (kind?, name?, holder?, application?);
        let (member, description) = (member?, description?);
        let (permissions, restrictions) = (permissions?, restrictions?);
        let key = NewKey { kind, name, holder, application, member, description, permissions, restrictions };
        Some(keys::CreateKey { key, second_factor: second_factor? })
    };
    let parsed = parsed();
    fields.done(parsed)
}

fn restrictions(fields: &mut Fields, body: &CreateKey) -> Option<Restrictions> {
    let allowlist = fields.take("allowlist", allowlist(body.allowlist.as_deref().unwrap_or_default()));
    let not_before = fields.optional("not_before", body.not_before.as_deref(), instant::parse);
    let expires_at = fields.optional("expires_at", body.expires_at.as_deref(), instant::parse);
    let query_from = fields.optional("query_from", body.query_from.as_deref(), instant::parse);
    let query_to = fields.optional("query_to", body.query_to.as_deref(), instant::parse);
    let window = fields.take("nonce_window", nonce_window(body.nonce_window.as_deref().unwrap_or("0")));
    Some(Restrictions {
        allowlist: allowlist?,
        not_before: not_before?,
        expires_at: expires_at?,
        query_from: query_from?,
        query_to: query_to?,
        nonce_window: window?,
        second_factor: None,
    })
}

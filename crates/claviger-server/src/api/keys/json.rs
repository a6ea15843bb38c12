//! A key as JSON.

use super::super::instant::show;
use super::super::once::ShownOnce;
use super::super::reply::Reply;
use super::super::texts::{FactorText, KindText, PermissionText, StateText};
use crate::problem::Problem;
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::otp::SecondFactorKind;
use claviger::manage::TotpOnce;
use claviger::manage::keys::Changed;
use serde::Serialize;
use utoipa::ToSchema;

/// A key. No secret is in it.
#[derive(Serialize, ToSchema)]
#[schema(as = Key)]
pub(in super::super) struct KeyJson {
    /// Its id.
    #[schema(example = "key_0123456789ab")]
    id: String,
    /// Its public half, sent with every call.
    api_key: String,
    /// Public or private.
    #[schema(value_type = KindText)]
    kind: &'static str,
    /// Its name, unique among the account's keys that are not revoked.
    name: String,
    /// Who holds it.
    holder: String,
    /// What program it is for; empty for none in particular.
    #[schema(example = "grid-bot-3")]
    application: String,
    /// The person it belongs to, if it belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "user_0123456789ab")]
    member: Option<String>,
    /// What it is for.
    description: String,
    /// What it may do.
    #[schema(value_type = Vec<PermissionText>)]
    permissions: Vec<&'static str>,
    /// Its state.
    #[schema(value_type = StateText)]
    state: &'static str,
    /// Refuses every call since the server was restored, until it is readmitted.
    held: bool,
    /// Rises with every change.
    revision: u64,
    /// Where it may be used from; empty means anywhere.
    #[schema(example = json!(["203.0.113.7", "2001:db8::/32"]))]
    allowlist: Vec<String>,
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
    /// How far below the highest nonce one is still accepted; a number in a text.
    #[schema(example = "0", pattern = "^[0-9]{1,20}$")]
    nonce_window: String,
    /// What every call must carry besides its signature.
    #[schema(value_type = Option<FactorText>)]
    second_factor: Option<&'static str>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    modified_at: String,
    /// When it was revoked.
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
    /// The key it took over from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "key_0123456789ab")]
    predecessor: Option<String>,
    /// The key that takes over from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "key_0123456789ab")]
    successor: Option<String>,
    /// Not valid at or after, since its successor has taken over by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    retires_at: Option<String>,
    /// The state it had before it was stepped down, to which one step puts it back; only where one key is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<StateText>)]
    stepped_from: Option<&'static str>,
    /// When it is to be rotated, if ever; only where one key is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    rotation_due_at: Option<String>,
    /// Its last accepted call, as far as is known; only where one key is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    last_used: Option<String>,
}

impl KeyJson {
    pub(in super::super) fn of(key: &KeyRecord) -> Self {
        let limits = &key.restrictions;
        KeyJson {
            id: key.id.to_string(),
            api_key: key.api_key.to_string(),
            kind: key.kind.name(),
            name: key.name.to_string(),
            holder: key.holder.to_string(),
            application: key.application.to_string(),
            member: key.member.map(|member| member.to_string()),
            description: key.description.to_string(),
            permissions: key.permissions.iter().map(|permission| permission.name()).collect(),
            state: key.state.name(),
            held: key.held,
            revision: key.revision,
            allowlist: limits.allowlist.to_texts(),
            not_before: show(limits.not_before),
            expires_at: show(limits.expires_at),
            query_from: show(limits.query_from),
            query_to: show(limits.query_to),
            nonce_window: limits.nonce_window.to_string(),
            second_factor: limits.second_factor.map(factor),
            created_at: key.created_at.to_string(),
            modified_at: key.modified_at.to_string(),
            revoked_at: show(key.revoked_at),
            predecessor: key.predecessor.map(|other| other.to_string()),
            successor: key.successor.map(|other| other.to_string()),
            retires_at: show(key.retires_at),
            stepped_from: None,
            rotation_due_at: None,
            last_used: None,
        }
    }

    pub(super) fn due(self, rotation_due_at: Option<String>) -> Self {
        KeyJson { rotation_due_at, ..self }
    }

    pub(super) fn stepped(self, from: Option<KeyState>) -> Self {
        KeyJson { stepped_from: from.map(KeyState::name), ..self }
    }

    pub(super) fn used(self, last_used: Option<String>) -> Self {
        KeyJson { last_used, ..self }
    }
}

const fn factor(kind: SecondFactorKind) -> &'static str {
    match kind {
        SecondFactorKind::Password => "password",
        SecondFactorKind::Totp => "totp",
    }
}

/// A key after a change that may leave calls open.
#[derive(Serialize, ToSchema)]
#[schema(as = ChangedKey)]
pub(in super::super) struct ChangedKeyJson {
    #[serde(flatten)]
    key: KeyJson,
    /// Its calls that were accepted before the change and have no outcome yet. None of them is
    /// sent to the exchange later than two seconds after it was accepted.
    open_calls: u32,
}

impl ChangedKeyJson {
    pub(super) fn of(changed: &Changed) -> Self {
        ChangedKeyJson { key: KeyJson::of(&changed.record), open_calls: changed.open_calls }
    }
}

/// A changed key as it is answered again: its open calls are counted then.
pub(super) fn changed_again((record, ()): &(KeyRecord, ())) -> Result<Reply, Problem> {
    Ok(Reply::ok(&KeyJson::of(record))?.counting_open_calls(record.id))
}

/// A changed key as it is answered again, where no calls are told.
pub(super) fn record_again((record, ()): &(KeyRecord, ())) -> Result<Reply, Problem> {
    Reply::ok(&KeyJson::of(record))
}

/// A new time-based second factor, shown once.
#[derive(Serialize, ToSchema)]
#[schema(as = TotpOnce)]
pub(in super::super) struct TotpJson {
    /// The secret in base32, shown this once; only with a new time-based second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    totp_secret: Option<ShownOnce>,
    /// The same as an `otpauth://` URI, for a QR code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    totp_uri: Option<ShownOnce>,
}

impl TotpJson {
    pub(super) fn of(totp: Option<&TotpOnce>) -> Self {
        TotpJson {
            totp_secret: totp.map(|once| ShownOnce::new(once.secret.to_string())),
            totp_uri: totp.map(|once| ShownOnce::new(once.uri.to_string())),
        }
    }
}

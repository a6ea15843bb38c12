//! `WhoAmI`, a method of Claviger's own that no exchange has: where the calling key stands, and whether a call would be allowed
//! now. It burns its own nonce and nothing else.
//!
//! Parameters, both optional: `method`, a method by its name, as in `AddOrder`, or an action, as in `orders.add`; `source`, an
//! address, unless told the one the call came from.

use crate::envelope::success;
use crate::error::KrakenError;
use crate::method::PrivateMethod;
use crate::methods::Answer;
use crate::parse::Params;
use claviger::{Rate, Standing};
use claviger_core::action::{Action, Class};
use claviger_core::decide::rules::Thought;
use claviger_core::key::KeyKind;
use claviger_core::otp::SecondFactorKind;
use claviger_core::time::Timestamp;
use serde::Serialize;
use std::net::IpAddr;

/// A call that is only thought of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    method: String,
    action: Action,
    source: Option<IpAddr>,
}

/// What is asked for; none if only where the key stands.
pub(crate) fn asked(params: &Params<'_>) -> Result<Option<Asked>, KrakenError> {
    let source = params.one("source")?.map(str::parse).transpose();
    let source = source.map_err(|_| KrakenError::InvalidArgument("source"))?;
    let Some(method) = params.one("method")? else { return Ok(None) };
    let action = action(method).ok_or(KrakenError::InvalidArgument("method"))?;
    Ok(Some(Asked { method: method.to_owned(), action, source }))
}

/// The action of a method, or of its stable name, if keys do it.
fn action(name: &str) -> Option<Action> {
    let method = PrivateMethod::from_name(name).map(PrivateMethod::action);
    method.or_else(|| Action::from_name(name)).filter(|action| action.class() != Class::Manage)
}

#[derive(Serialize)]
struct WhoAmI {
    id: String,
    name: String,
    holder: String,
    application: String,
    kind: &'static str,
    state: &'static str,
    held: bool,
    permissions: Vec<&'static str>,
    allowlist: Vec<String>,
    not_before: Option<String>,
    expires_at: Option<String>,
    retires_at: Option<String>,
    rotation_due_at: Option<String>,
    query_from: Option<String>,
    query_to: Option<String>,
    second_factor: Option<&'static str>,
    source: Source,
    server_time: String,
    clock: Option<Clock>,
    nonce: Nonces,
    rate: RateJson,
    shared: Option<String>,
    would: Option<Would>,
}

/// The address the server sees.
#[derive(Serialize)]
struct Source {
    address: Option<String>,
    allowed: bool,
}

/// The nonce as a clock.
#[derive(Serialize)]
struct Clock {
    counts: &'static str,
    ahead_ms: i64,
}

#[derive(Serialize)]
struct Nonces {
    highest: String,
    needed: String,
    window: String,
}

#[derive(Serialize)]
struct RateJson {
    left: u32,
    most: u32,
    back_per_second_milli: u32,
}

/// Whether a call would be allowed.
#[derive(Serialize)]
struct Would {
    method: String,
    source: Option<String>,
    allowed: bool,
    reason: Option<&'static str>,
    detail: Option<String>,
    words: &'static str,
}

/// Writes where the key stands.
pub(crate) fn answer(standing: &Standing, source: Option<IpAddr>, asked: Option<&Asked>) -> Answer {
    let record = &standing.info.record;
    let limits = &record.restrictions;
    let instant = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let Rate { left, most, per_second_milli } = standing.rate;
    success(&WhoAmI {
        id: record.id.to_string(),
        name: record.name.to_string(),
        holder: record.holder.to_string(),
        application: record.application.to_string(),
        kind: KeyKind::name(record.kind),
        state: record.state.name(),
        held: record.held,
        permissions: record.permissions.iter().map(|permission| permission.name()).collect(),
        allowlist: limits.allowlist.to_texts(),
        not_before: instant(limits.not_before),
        expires_at: instant(limits.expires_at),
        retires_at: instant(record.retires_at),
        rotation_due_at: instant(standing.rotation_due_at),
        query_from: instant(limits.query_from),
        query_to: instant(limits.query_to),
        second_factor: limits.second_factor.map(factor),
        source: Source {
            address: source.map(|source| source.to_string()),
            allowed: source.is_none_or(|source| standing.allows_from(source)),
        },
        server_time: standing.now.to_string(),
        clock: standing.clock.map(|(scale, ahead)| Clock { counts: scale.name(), ahead_ms: ahead / 1_000 }),
        nonce: Nonces {
            highest: standing.info.nonce.to_string(),
            needed: standing.needed.to_string(),
            window: limits.nonce_window.to_string(),
        },
        rate: RateJson { left, most, back_per_second_milli: per_second_milli },
        shared: standing.shared.map(|shared| shared.words()),
        would: asked.map(|asked| would(standing, source, asked)),
    })
}

fn would(standing: &Standing, seen: Option<IpAddr>, asked: &Asked) -> Would {
    let source = asked.source.or(seen);
    let denial = standing.would_allow(&Thought::of(asked.action, source)).err();
    let detail = denial.as_ref().map(|denial| denial.detail.to_string()).filter(|detail| !detail.is_empty());
    Would {
        method: asked.method.clone(),
        source: source.map(|source| source.to_string()),
        allowed: denial.is_none(),
        reason: denial.as_ref().map(|denial| denial.reason.code()),
        detail,
        words: denial.map_or("allowed by the rules of the key", |denial| denial.reason.words()),
    }
}

const fn factor(kind: SecondFactorKind) -> &'static str {
    match kind {
        SecondFactorKind::Password => "password",
        SecondFactorKind::Totp => "totp",
    }
}

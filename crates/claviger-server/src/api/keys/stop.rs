//! Keys are stopped together: the kill switch.

use super::super::failure::{Failure, Fields};
use super::super::paper::changes::clearing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::{StateText, StopText};
use super::drain;
use crate::problem::Problem;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::core::text::{Application, Holder};
use claviger::manage::keys::{self, OpenKey, Stop, Stopped, StoppedKey, Which};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most keys that are named one by one.
const MAX_NAMED: usize = 1_000;

/// Which keys to stop, and what they still let through.
#[derive(Deserialize, ToSchema)]
#[schema(as = StopKeys)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct StopKeys {
    /// What they still let through; `frozen` unless told.
    #[schema(value_type = Option<StopText>)]
    state: Option<String>,
    /// All keys that are held by this one.
    #[schema(max_length = 64)]
    holder: Option<String>,
    /// All keys of this application.
    #[schema(max_length = 32)]
    application: Option<String>,
    /// These keys. With neither `holder`, `application` nor `keys`, all of the account.
    #[schema(max_items = 1000)]
    keys: Option<Vec<String>>,
    /// Wait at most so long until no call accepted before is open.
    #[schema(minimum = 0, maximum = 10)]
    drain_secs: Option<u64>,
    /// Then cancel every open order of the account, whoever placed it.
    #[serde(default)]
    cancel_orders: bool,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
#[schema(as = StoppedKeys)]
pub(in super::super) struct StoppedJson {
    /// The state they let no more through than.
    #[schema(value_type = StopText)]
    state: &'static str,
    /// Keys that let more through before and do not any more.
    stopped: usize,
    /// The first 100 of them, each with the state that one step puts it back to.
    keys: Vec<StoppedKeyJson>,
    /// Keys that let no more through already; those revoked are not counted.
    stopped_before: usize,
    /// Their calls that were open when the last key was stopped.
    open_calls: u32,
    /// The keys with calls that are open still. None of those is sent to the exchange later than two
    /// seconds after it was accepted.
    still_open: Vec<OpenKeyJson>,
    /// Open orders that were cancelled; null if that was not asked for.
    cancelled_orders: Option<usize>,
}

/// A key that was stopped.
#[derive(Serialize, ToSchema)]
#[schema(as = StoppedKey)]
pub(in super::super) struct StoppedKeyJson {
    /// Its id.
    #[schema(example = "key_0123456789ab")]
    id: String,
    /// Its name.
    name: String,
    /// Its state before.
    #[schema(value_type = StateText)]
    was: &'static str,
}

/// A key with open calls.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenKey)]
pub(in super::super) struct OpenKeyJson {
    /// Its id.
    #[schema(example = "key_0123456789ab")]
    id: String,
    /// Its name.
    name: String,
    /// How many.
    open_calls: u32,
}

impl StoppedJson {
    fn of(stopped: &Stopped) -> Self {
        let open = |key: &OpenKey| OpenKeyJson {
            id: key.id.to_string(),
            name: key.name.to_string(),
            open_calls: key.calls,
        };
        let key = |key: &StoppedKey| StoppedKeyJson {
            id: key.id.to_string(),
            name: key.name.to_string(),
            was: key.was.name(),
        };
        StoppedJson {
            state: stopped.to.name(),
            stopped: stopped.stopped,
            keys: stopped.keys.iter().map(key).collect(),
            stopped_before: stopped.before,
            open_calls: stopped.open_calls,
            still_open: stopped.still_open.iter().map(open).collect(),
            cancelled_orders: stopped.cancelled,
        }
    }
}

/// Stops all keys of the account, of one holder or application, or those named, each with an entry of its own. Once this is answered,
/// no call is accepted that the state refuses. No key is widened by it; to step one up again is a request for each.
#[utoipa::path(post, path = "/keys/stop", tag = "keys", operation_id = "key.stop",
    request_body(content = StopKeys, description = "May be left out: then all keys are frozen."),
    responses((status = 200, description = "What was stopped, and what is still open.", body = StoppedJson)))]
pub(in super::super) async fn stop(call: Call) -> Result<Reply, Failure> {
    let body: StopKeys = call.json()?;
    let mut fields = Fields::default();
    let state = fields.take("state", state(body.state.as_deref()));
    let which = which(&mut fields, &body);
    let drain = drain(&mut fields, body.drain_secs);
    let parsed = || Some(Stop { to: state?, which: which?, drain: drain? });
    let asked = fields.done(parsed())?;
    let caller = call.answering(reply);
    let clear = if body.cancel_orders {
        Some(clearing(&call.state.authority, &*call.state.paper, &call.caller).await?)
    } else {
        None
    };
    let stopped = keys::stop(&call.state.authority, &caller, asked, clear).await?;
    Ok(reply(&stopped)?)
}

fn reply(stopped: &Stopped) -> Result<Reply, Problem> {
    Reply::ok(&StoppedJson::of(stopped))
}

fn state(named: Option<&str>) -> Result<KeyState, &'static str> {
    let named = named.unwrap_or(KeyState::Frozen.name());
    let known = KeyState::ALL.into_iter().find(|state| state.name() == named);
    known
        .filter(|state| *state != KeyState::Active)
        .ok_or("keys are stopped to `read-only`, `cancel-only`, `frozen` or `revoked`")
}

fn which(fields: &mut Fields, body: &StopKeys) -> Option<Which> {
    match (body.holder.as_deref(), body.application.as_deref(), body.keys.as_deref()) {
        (None, None, None) => Some(Which::Account),
        (Some(holder), None, None) => {
            let holder = fields.take("holder", Holder::parse(holder))?;
            let named = if holder.as_str().is_empty() { Err("names a holder") } else { Ok(holder) };
            fields.take("holder", named).map(Which::Holder)
        }
        (None, Some(tag), None) => {
            let tag = fields.take("application", Application::parse(tag))?;
            let named = if tag.as_str().is_empty() { Err("names an application") } else { Ok(tag) };
            fields.take("application", named).map(Which::Application)
        }
        (None, None, Some(keys)) => {
            let few = if keys.len() <= MAX_NAMED { Ok(()) } else { Err("takes at most 1000 keys") };
            fields.take("keys", few)?;
            let ids: Result<Vec<KeyId>, _> = keys.iter().map(|key| key.parse()).collect();
            fields.take("keys", ids).map(Which::Named)
        }
        _ => {
            let field = if body.keys.is_some() { "keys" } else { "application" };
            fields.take::<(), &str>(field, Err("send one of `holder`, `application` and `keys`"));
            None
        }
    }
}

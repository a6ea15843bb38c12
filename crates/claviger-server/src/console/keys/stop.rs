//! `/stop`: the kill switch. One small page with one button, and what came of it.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Frame, Section, counted};
use super::super::paper::exchange;
use super::fields::Errors;
use super::marks::state_badge;
use crate::api::paper::changes::clearing;
use askama::Template;
use claviger::core::key::KeyState;
use claviger::core::text::Holder;
use claviger::manage::Operation;
use claviger::manage::keys::{Stop, Stopped, Which, holders, stop as end};

/// What keys can be stopped to here. Revoking is for one key, or for those no longer used.
const STATES: [KeyState; 3] = [KeyState::Frozen, KeyState::CancelOnly, KeyState::ReadOnly];

#[derive(Template)]
#[template(path = "keys/stop.html")]
struct Page {
    frame: Frame,
    states: Vec<StateChoice>,
    holders: Vec<(String, bool)>,
    /// Whether open orders may be cancelled along.
    may_cancel: bool,
    cancels: bool,
    errors: Errors,
}

struct StateChoice {
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "keys/stopped.html")]
struct Done {
    frame: Frame,
    whose: String,
    state: &'static str,
    meaning: &'static str,
    stopped: String,
    before: Option<String>,
    open: String,
    still_open: Vec<(String, String, String)>,
    cancelled: Option<String>,
    /// The state, for the list of keys.
    filter: &'static str,
}

/// The page that asks.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    ask(&call, Errors::default(), KeyState::Frozen, "").await
}

async fn ask(call: &Call, errors: Errors, to: KeyState, holder: &str) -> Result<Shown, Failure> {
    let known = holders(&call.state.authority, call.caller()).await?;
    let choice = |state: KeyState| StateChoice {
        name: state.name(),
        label: state_badge(state).label,
        meaning: state.meaning(),
        chosen: state == to,
    };
    let page = Page {
        frame: call.frame(Section::Keys, "Stop keys"),
        states: STATES.map(choice).into(),
        holders: known.into_iter().map(|name| (name.clone(), name == holder)).collect(),
        may_cancel: may_cancel(call),
        cancels: call.form.given("cancel_orders").is_some(),
        errors,
    };
    Ok(Shown::page(&page)?)
}

/// Stops them.
pub(in super::super) async fn stop(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["state", "holder", "cancel_orders"], &[])?;
    let to = STATES.into_iter().find(|state| state.name() == form.text("state"));
    let holder = form.given("holder").map(Holder::parse).transpose();
    let mut errors = Errors::default();
    if to.is_none() {
        errors.add("state", "choose one of these");
    }
    if holder.is_err() {
        errors.add("holder", "choose one of these");
    }
    let (Some(to), Ok(holder)) = (to, holder) else {
        let to = to.unwrap_or(KeyState::Frozen);
        return Ok(ask(&call, errors, to, form.text("holder")).await?.refusing("not a way to stop keys"));
    };
    let whose = holder.as_ref().map_or_else(|| "All keys".to_owned(), |name| format!("Keys held by {name}"));
    let which = holder.map_or(Which::Account, Which::Holder);
    let clear = match form.given("cancel_orders") {
        Some(_) => Some(clearing(&call.state.authority, &*exchange(&call)?.desk, call.caller()).await?),
        None => None,
    };
    let asked = Stop { which, to, drain: None };
    let stopped = end(&call.state.authority, call.caller(), asked, clear).await?;
    Ok(Shown::page(&done(&call, whose, &stopped))?)
}

fn may_cancel(call: &Call) -> bool {
    call.state.paper.is_some() && Operation::PaperOrderCancelAll.allows(call.caller().role)
}

fn done(call: &Call, whose: String, stopped: &Stopped) -> Done {
    let key = |count: usize| counted(count as u64, "key");
    let open = stopped.still_open.iter();
    Done {
        frame: call.frame(Section::Keys, "Stopped"),
        whose,
        state: state_badge(stopped.to).label,
        meaning: stopped.to.meaning(),
        stopped: key(stopped.stopped),
        before: (stopped.before > 0).then(|| key(stopped.before)),
        open: counted(stopped.open_calls.into(), "call"),
        still_open: open
            .map(|key| (format!("/keys/{}", key.id), key.name.to_string(), counted(key.calls.into(), "call")))
            .collect(),
        cancelled: stopped.cancelled.map(|count| counted(count as u64, "open order")),
        filter: stopped.to.name(),
    }
}

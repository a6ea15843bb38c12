//! `/stop`: the kill switch. One small page with one button, and what came of it.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::page::{Frame, Section, counted};
use super::super::paper::exchange;
use super::fields::Errors;
use super::marks::state_badge;
use crate::api::paper::changes::clearing;
use askama::Template;
use claviger::core::key::KeyState;
use claviger::core::text::{Application, Holder};
use claviger::manage::Operation;
use claviger::manage::keys::{Stop, Stopped, StoppedKey, Which, applications, find, holders, stop as end};
use std::time::Duration;

/// What keys can be stopped to here. Revoking is for one key, or for those no longer used.
const STATES: [KeyState; 3] = [KeyState::Frozen, KeyState::CancelOnly, KeyState::ReadOnly];

/// How long the answer waits for calls that were let in before, if that is asked for: none of them is sent later than
/// two seconds after it was accepted.
const DRAIN: Duration = Duration::from_secs(3);
/// Most keys that are named one by one.
const MAX_NAMED: usize = 100;

#[derive(Template)]
#[template(path = "keys/stop.html")]
struct Page {
    frame: Frame,
    states: Vec<StateChoice>,
    typed: Typed,
    holders: Vec<String>,
    applications: Vec<String>,
    /// Whether open orders may be cancelled along.
    may_cancel: bool,
    errors: Errors,
}

/// The form as it was filled in.
struct Typed {
    state: String,
    /// `holder:` or `application:` with its name; empty for all keys.
    which: String,
    /// Names or ids, one a line.
    keys: String,
    drains: bool,
    cancels: bool,
}

struct StateChoice {
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
}

#[derive(Template)]
#[template(path = "keys/stopped.html")]
struct Done {
    frame: Frame,
    whose: String,
    state: &'static str,
    meaning: &'static str,
    stopped: String,
    /// The first of them: id, name and what they were.
    keys: Vec<(String, String, &'static str, &'static str)>,
    /// Those that are not shown.
    more: String,
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
    let typed = Typed {
        state: KeyState::Frozen.name().to_owned(),
        which: String::new(),
        keys: String::new(),
        drains: true,
        cancels: false,
    };
    ask(&call, typed, Errors::default()).await
}

async fn ask(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let (authority, caller) = (&call.state.authority, call.caller());
    let choice = |state: KeyState| StateChoice {
        name: state.name(),
        label: state_badge(state).label,
        meaning: state.meaning(),
    };
    let page = Page {
        frame: call.frame(Section::Keys, "Stop keys"),
        states: STATES.map(choice).into(),
        typed,
        holders: holders(authority, caller).await?,
        applications: applications(authority, caller).await?,
        may_cancel: may_cancel(call),
        errors,
    };
    Ok(Shown::page(&page)?)
}

/// Stops them.
pub(in super::super) async fn stop(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["state", "which", "keys", "drain", "cancel_orders"], &[])?;
    let typed = Typed::read(form);
    let mut errors = Errors::default();
    let to = STATES.into_iter().find(|state| state.name() == typed.state);
    if to.is_none() {
        errors.add("state", "choose one of these");
    }
    let which = which(&call, &typed, &mut errors).await?;
    let (Some(to), Some((which, whose))) = (to, which) else {
        return Ok(ask(&call, typed, errors).await?.refusing("not a way to stop keys"));
    };
    let clear = match typed.cancels {
        true => Some(clearing(&call.state.authority, &*exchange(&call)?.desk, call.caller()).await?),
        false => None,
    };
    let asked = Stop { which, to, drain: typed.drains.then_some(DRAIN) };
    let stopped = end(&call.state.authority, call.caller(), asked, clear).await?;
    Ok(Shown::page(&done(&call, whose, &stopped))?)
}

impl Typed {
    fn read(form: &Pairs) -> Self {
        Typed {
            state: form.text("state").to_owned(),
            which: form.text("which").to_owned(),
            keys: form.text("keys").to_owned(),
            drains: form.given("drain").is_some(),
            cancels: form.given("cancel_orders").is_some(),
        }
    }
}

/// Which keys are meant, and in words; none if that is not clear, with what is wrong.
async fn which(call: &Call, typed: &Typed, errors: &mut Errors) -> Result<Option<(Which, String)>, Failure> {
    if !typed.keys.trim().is_empty() {
        if !typed.which.is_empty() {
            errors.add(
                "keys",
                "leave this empty, or choose all keys above: these are all that are stopped then",
            );
            return Ok(None);
        }
        return named(call, &typed.keys, errors).await;
    }
    let chosen = match typed.which.split_once(':') {
        None if typed.which.is_empty() => Ok((Which::Account, "All keys".to_owned())),
        Some((_, "")) => Err(()),
        Some(("holder", name)) => Holder::parse(name)
            .map(|holder| (Which::Holder(holder), format!("Keys held by {name}")))
            .map_err(|_| ()),
        Some(("application", tag)) => Application::parse(tag)
            .map(|application| (Which::Application(application), format!("Keys of {tag}")))
            .map_err(|_| ()),
        _ => Err(()),
    };
    Ok(errors.take("which", chosen.map_err(|()| "choose one of these")))
}

async fn named(call: &Call, text: &str, errors: &mut Errors) -> Result<Option<(Which, String)>, Failure> {
    let names: Vec<&str> = text.lines().map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.len() > MAX_NAMED {
        errors.add("keys", format!("takes at most {MAX_NAMED} keys"));
        return Ok(None);
    }
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        match find(&call.state.authority, call.caller(), name).await? {
            Some(id) => ids.push(id),
            None => errors.add("keys", format!("nothing was stopped: no key is called {name}")),
        }
    }
    let whose = counted(ids.len() as u64, "chosen key");
    Ok(errors.is_empty().then_some((Which::Named(ids), whose)))
}

fn back(key: &StoppedKey) -> (String, String, &'static str, &'static str) {
    (key.id.to_string(), key.name.to_string(), key.was.name(), state_badge(key.was).label)
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
        keys: stopped.keys.iter().map(back).collect(),
        more: match stopped.stopped - stopped.keys.len() {
            0 => String::new(),
            more => counted(more as u64, "more key"),
        },
        before: (stopped.before > 0).then(|| key(stopped.before)),
        open: counted(stopped.open_calls.into(), "call"),
        still_open: open
            .map(|key| (format!("/keys/{}", key.id), key.name.to_string(), counted(key.calls.into(), "call")))
            .collect(),
        cancelled: stopped.cancelled.map(|count| counted(count as u64, "open order")),
        filter: stopped.to.name(),
    }
}

//! The leaked key is stopped, from its own page.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::{Errors, is_name};
use super::super::page::Notice;
use super::super::paper::exchange;
use super::show::{address, page, since};
use crate::api::paper::changes::clearing;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::manage::Thing;
use claviger::manage::keys::{MAX_DRAIN, Stop, Which, show as known, stop as end};

/// What a leaked key can be stopped to here.
pub(super) const STATES: [KeyState; 4] =
    [KeyState::Revoked, KeyState::Frozen, KeyState::CancelOnly, KeyState::ReadOnly];

/// Stops it; pressed again, it stays as it is.
pub(in super::super) async fn stop(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["state", "name", "drain", "cancel_orders", "since"], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    let since = since(form)?;
    let record = known(&call.state.authority, call.caller(), id).await?.record;
    let to = STATES.into_iter().find(|state| state.name() == form.text("state"));
    let mut errors = Errors::default();
    if to.is_none() {
        errors.add("state", "choose one of these");
    }
    if to == Some(KeyState::Revoked)
        && record.state != KeyState::Revoked
        && !is_name(form.text("name"), &record)
    {
        errors.add("name", "that is not the name of this key");
    }
    let Some(to) = to.filter(|_| errors.is_empty()) else {
        let words = errors.for_the_log();
        return Ok(page(&call, since, errors).await?.refusing(words));
    };
    let clear = match form.given("cancel_orders") {
        Some(_) => Some(clearing(&call.state.authority, &*exchange(&call)?.desk, call.caller()).await?),
        None => None,
    };
    let drain = form.given("drain").map(|_| MAX_DRAIN);
    let asked = Stop { which: Which::Named(vec![id]), to, drain };
    end(&call.state.authority, call.caller(), asked, clear).await?;
    Ok(Shown::go(address(id, since)).saying(Notice::IncidentStopped, call.state.secure))
}

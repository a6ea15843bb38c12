//! A rule of the account, of a person or of a key is set.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::keys::Errors;
use super::super::super::page::Notice;
use super::show::{Typed, page};
use claviger::core::id::{KeyId, UserId};
use claviger::core::notices::{EventKind, Scope, Verdict};
use claviger::manage::rules;

/// Sets it.
pub(in super::super::super) async fn set(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["event", "about", "tell"], &[])?;
    let mut errors = Errors::default();
    let kind = errors.take("event", EventKind::from_name(form.text("event")).ok_or("choose an event"));
    let scope = errors.take("about", about(form.text("about")));
    let verdict = match form.text("tell") {
        "" => Some(None),
        text => errors.take("tell", Verdict::from_name(text).ok_or("choose what is done").map(Some)),
    };
    let (Some(kind), Some(scope), Some(verdict)) = (kind, scope, verdict) else {
        let words = errors.for_the_log();
        return Ok(page(&call, Typed::default(), errors).await?.refusing(words));
    };
    rules::set(&call.state.authority, call.caller(), scope, kind, verdict).await?;
    Ok(Shown::go("/settings/notifications").saying(Notice::RuleSet, call.state.secure))
}

fn about(text: &str) -> Result<Scope, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Scope::Account);
    }
    let key = text.parse::<KeyId>().map(|key| Scope::Key(key.as_u64()));
    let user = text.parse::<UserId>().map(|user| Scope::Person(user.as_u64()));
    key.or(user).map_err(|_| "takes the id of a key or of a person, as in key_0123456789ab, or nothing")
}

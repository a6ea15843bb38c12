//! Keys created, renamed, used, revoked, and tried once more.

use super::{Actor, Cast, Gone};
use crate::book::KeyStory;
use claviger_tests::admin::{Admin, trader};
use claviger_tests::http::Response;
use serde_json::{Value, json};
use std::time::Instant;

pub(super) fn lives(actor: &mut Actor, _: &Cast) {
    let mut admin = Admin::new(actor.stage.to, &actor.stage.token);
    while life(actor, &mut admin).is_ok() {}
}

/// An answer that was read in time; none if there was none but it is to be gone on with.
fn ask(actor: &mut Actor, admin: &mut Admin, path: &str, body: &Value) -> Result<Option<Response>, Gone> {
    let method = if path.ends_with("revoke") || path == "/keys" { "POST" } else { "PATCH" };
    let sent = Instant::now();
    let answer = admin.send(method, path, Some(body)).ok();
    actor.was_quick(sent.elapsed(), path);
    match answer.filter(|_| !actor.stage.is_over()) {
        Some(answer) => Ok(Some(answer)),
        None if actor.stage.patient && !actor.stage.is_over() => Ok(None),
        None => Err(Gone),
    }
}

pub(super) fn life(actor: &mut Actor, admin: &mut Admin) -> Result<(), Gone> {
    let name = actor.word("key ");
    let story = KeyStory { name: name.clone(), id: None, renamed: None, revoked: None };
    actor.book.keys.push(story);
    let at = actor.book.keys.len() - 1;
    let body = json!({ "name": name, "permissions": ["query-funds"] });
    let Some(answer) = ask(actor, admin, "/keys", &body)? else { return Ok(()) };
    let Some(key) = trader(&answer) else { return refused(actor, &answer) };
    actor.book.keys[at].id = Some(key.id);
    used(actor, &key, true)?;

    let other = actor.word("renamed ");
    actor.book.keys[at].renamed = Some((other.clone(), false));
    let answer = ask(actor, admin, &format!("/keys/{}", key.id), &json!({ "name": other }))?;
    actor.book.keys[at].renamed = Some((other, answer.is_some_and(|answer| answer.status == 200)));
    used(actor, &key, true)?;

    actor.book.keys[at].revoked = Some(false);
    let answer = ask(actor, admin, &format!("/keys/{}/revoke", key.id), &json!({}))?;
    let acknowledged = answer.is_some_and(|answer| answer.status == 200);
    actor.book.keys[at].revoked = Some(acknowledged);
    if acknowledged { used(actor, &key, false) } else { Ok(()) }
}

/// One call of the key; after its end none may be accepted.
fn used(actor: &mut Actor, key: &claviger_tests::trader::Trader, is_alive: bool) -> Result<(), Gone> {
    let answer = actor.call(key, "Balance", &[])?;
    let expected =
        if is_alive { ["", "EService:Unavailable"] } else { ["EAPI:Invalid key", "EService:Unavailable"] };
    if !expected.contains(&answer.error.as_str()) && answer.error != "none" {
        actor.complain(format!("a call of a key that is {is_alive:?} alive was answered `{}`", answer.error));
    }
    Ok(())
}

/// Management is refused as *unavailable* while the store fails, and in no other way here.
fn refused(actor: &mut Actor, answer: &Response) -> Result<(), Gone> {
    if answer.status != 503 {
        actor.complain(format!("a key was refused: {} {}", answer.status, answer.text()));
        return Err(Gone);
    }
    if actor.stage.patient { Ok(()) } else { Err(Gone) }
}

//! What is thought of a password while it is typed, for the script of the page; without script the advice comes with the
//! answer. Only whoever has a link that works is told, so that nobody else makes the server think.

use super::super::answer::Shown;
use super::super::form::Pairs;
use super::super::guest::Guest;
use super::super::page::Trouble;
use super::show::{gone, token};
use claviger::manage::invitations::look;
use claviger_seal::password::judge as think;
use serde::Serialize;

/// What the script is told. Nothing of the password is in it.
#[derive(Serialize)]
struct Told {
    ok: bool,
    score: u8,
    words: String,
}

/// Judges.
pub(in super::super) async fn judge(guest: Guest) -> Result<Shown, Trouble> {
    let form = guest.form(&["new", "name", "login"])?;
    let Some(view) = look(&guest.state.authority, token(&guest)).await? else { return gone(&guest) };
    let account = view.account.as_ref().map(ToString::to_string).unwrap_or_default();
    let person = view.person.as_ref().map(ToString::to_string).unwrap_or_default();
    let known = [account, person, form.text("name").to_owned(), form.text("login").to_owned()];
    told(form, known.into(), view.wants_factor).await
}

/// The judgement over the field `new`, given what everybody knows.
pub(in super::super) async fn told(
    form: &Pairs,
    known: Vec<String>,
    with_factor: bool,
) -> Result<Shown, Trouble> {
    let password = zeroize::Zeroizing::new(form.text("new").to_owned());
    // It takes a while for a long one, and others are waiting.
    let judgement = tokio::task::spawn_blocking(move || {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        think(&password, &known, with_factor)
    });
    let judgement = judgement.await.map_err(|_| Trouble::internal())?;
    Shown::json(&Told { ok: judgement.ok, score: judgement.score, words: judgement.words })
}

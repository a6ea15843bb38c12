//! The password is changed; the old one is the proof.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::door::throttled;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::Notice;
use super::super::welcome::accept::twice;
use super::super::welcome::judge::told;
use super::security::page;
use claviger::manage::factors::{FactorError, passkeys, password};
use http::StatusCode;
use zeroize::Zeroizing;

/// Changes it.
pub(in super::super) async fn change(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["old", "new", "again", "username"], &[])?;
    let signed = call.signed()?;
    let mut errors = Errors::default();
    let (old, new) = (Zeroizing::new(form.text("old").to_owned()), twice(form, &mut errors));
    if !errors.is_empty() {
        let words = errors.for_the_log();
        return Ok(page(&call, errors).await?.refusing(words));
    }
    match password::change(&call.state.authority, signed, &old, &new, &call.place()).await {
        Ok(session) => {
            let shown = Shown::go("/settings/security").cookie(call.goes_on_as(&session));
            Ok(shown.saying(Notice::PasswordChanged, call.state.secure))
        }
        Err(error) => refused(&call, error).await,
    }
}

async fn refused(call: &Call, error: FactorError) -> Result<Shown, Failure> {
    let mut errors = Errors::default();
    match error {
        FactorError::Wrong => errors.add("old", "that is not your password"),
        FactorError::Throttled { wait_secs } => errors.add("old", throttled(wait_secs)),
        FactorError::Weak(judgement) => errors.add("new", judgement.words),
        FactorError::Manage(error) => return Err(error.into()),
        error => errors.add("", error),
    }
    Ok(page(call, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What is thought of a new one while it is typed.
pub(in super::super) async fn judge(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["new", "old", "name", "login"], &[])?;
    let signed = call.signed()?;
    let passkeys = passkeys::list(&call.state.authority, signed).await?;
    let has_factor = signed.user.totp.is_some() || !passkeys.is_empty();
    let person = &call.visit.person;
    let known = vec![person.name.clone(), person.login.clone(), call.visit.account_name.clone()];
    Ok(told(form, known, has_factor).await?)
}

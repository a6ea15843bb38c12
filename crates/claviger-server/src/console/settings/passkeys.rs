//! Passkeys: one is added, named anew, taken away. Adding one needs the browser's script.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Notice, Section};
use super::totp::not_removed;
use super::{codes, security};
use askama::Template;
use claviger::core::id::PasskeyId;
use claviger::core::text::Name;
use claviger::manage::Thing;
use claviger::manage::factors::{FactorError, passkeys};
use http::StatusCode;

#[derive(Template)]
#[template(path = "settings/passkey.html")]
struct Page {
    frame: Frame,
    ticket: String,
    options: String,
    name: String,
    errors: Errors,
}

/// The form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    call.proven()?;
    ask(&call, "", Errors::default()).await
}

async fn ask(call: &Call, name: &str, errors: Errors) -> Result<Shown, Failure> {
    let (ticket, options) = passkeys::begin(&call.state.authority, call.signed()?, &call.site()).await?;
    let frame = call.frame(Section::Settings, "Add a passkey");
    Ok(Shown::page(&Page { frame, ticket, options, name: name.to_owned(), errors })?)
}

/// Adds it.
pub(in super::super) async fn add(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["ticket", "credential", "name"], &[])?;
    let signed = call.signed()?;
    let mut errors = Errors::default();
    let Some(name) = errors.take("name", Name::parse(form.text("name"))) else {
        let words = errors.for_the_log();
        return Ok(ask(&call, form.text("name"), errors).await?.refusing(words));
    };
    let (ticket, credential) = (form.text("ticket"), form.text("credential"));
    match passkeys::add(&call.state.authority, signed, &call.site(), ticket, credential, name).await {
        Ok((session, codes)) => codes::after(&call, &session, codes, Notice::FactorAdded),
        Err(FactorError::Manage(error)) => Err(error.into()),
        Err(error) => {
            errors.add("", error);
            let shown = ask(&call, form.text("name"), errors).await?;
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// Names it anew.
pub(in super::super) async fn rename(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["name"], &[])?;
    let id: PasskeyId = call.id(Thing::Person)?;
    let mut errors = Errors::default();
    let Some(name) = errors.take("", Name::parse(form.text("name"))) else {
        return Ok(security::page(&call, errors).await?.refusing("invalid: name"));
    };
    passkeys::rename(&call.state.authority, call.signed()?, id, name).await?;
    Ok(Shown::go("/settings/security").saying(Notice::PasskeyRenamed, call.state.secure))
}

/// Takes it away.
pub(in super::super) async fn remove(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: PasskeyId = call.id(Thing::Person)?;
    match passkeys::remove(&call.state.authority, call.signed()?, id).await {
        Ok(session) => {
            let shown = Shown::go("/settings/security").cookie(call.goes_on_as(&session));
            Ok(shown.saying(Notice::FactorRemoved, call.state.secure))
        }
        Err(error) => not_removed(&call, error).await,
    }
}

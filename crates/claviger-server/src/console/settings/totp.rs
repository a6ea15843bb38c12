//! An authenticator is set up, or taken away.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::door::throttled;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Notice, Section};
use super::super::svg::qr;
use super::{codes, security};
use askama::Template;
use claviger::manage::factors::{FactorError, totp};
use http::StatusCode;

#[derive(Template)]
#[template(path = "settings/totp.html")]
struct Page {
    frame: Frame,
    /// None once it was shown: a wrong code is no reason to show it again.
    secret: Option<String>,
    qr: Option<String>,
    ticket: String,
    errors: Errors,
}

/// A fresh secret, to be scanned. Nothing is on record before its first code.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    call.proven()?;
    ask(&call, Errors::default()).await
}

async fn ask(call: &Call, errors: Errors) -> Result<Shown, Failure> {
    let setup = totp::begin(&call.state.authority, call.signed()?).await?;
    let page = Page {
        frame: call.frame(Section::Settings, "Set up an authenticator"),
        secret: Some(grouped(&setup.secret_base32)),
        qr: qr(&setup.uri, "QR code of the secret, for an authenticator"),
        ticket: setup.ticket,
        errors,
    };
    Ok(Shown::page(&page)?)
}

/// Another code of the secret that was shown.
fn ask_again(call: &Call, ticket: &str, errors: Errors) -> Result<Shown, Failure> {
    let frame = call.frame(Section::Settings, "Set up an authenticator");
    let page = Page { frame, secret: None, qr: None, ticket: ticket.to_owned(), errors };
    Ok(Shown::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// In fours, for reading it off. Authenticators pass over the spaces.
fn grouped(secret: &str) -> String {
    let chars: Vec<char> = secret.chars().collect();
    chars.chunks(4).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Turns it on with its first code.
pub(in super::super) async fn confirm(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["ticket", "code"], &[])?;
    let signed = call.signed()?;
    match totp::confirm(&call.state.authority, signed, form.text("ticket"), form.text("code")).await {
        Ok((session, codes)) => codes::after(&call, &session, codes, Notice::FactorAdded),
        Err(error) => {
            let mut errors = Errors::default();
            match error {
                FactorError::Wrong => {
                    errors.add("code", "that is not the code the app shows now; try the next one")
                }
                FactorError::Throttled { wait_secs } => errors.add("code", throttled(wait_secs)),
                FactorError::Manage(error) => return Err(error.into()),
                error => {
                    errors.add("", error);
                    return Ok(ask(&call, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY));
                }
            }
            ask_again(&call, form.text("ticket"), errors)
        }
    }
}

/// Takes it away.
pub(in super::super) async fn remove(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    match totp::remove(&call.state.authority, call.signed()?).await {
        Ok(session) => {
            let shown = Shown::go("/settings/security").cookie(call.goes_on_as(&session));
            Ok(shown.saying(Notice::FactorRemoved, call.state.secure))
        }
        Err(error) => not_removed(&call, error).await,
    }
}

/// The page of the factors, with why one stays.
pub(super) async fn not_removed(call: &Call, error: FactorError) -> Result<Shown, Failure> {
    let mut errors = Errors::default();
    match error {
        FactorError::Manage(error) => return Err(error.into()),
        error => errors.add("", error),
    }
    Ok(security::page(call, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

//! `/sign-in/token`: a token is given for a session.

use super::super::super::answer::Shown;
use super::super::super::cookie;
use super::super::super::guest::Guest;
use super::super::super::page::{Notice, Outside, Trouble};
use super::super::{leave, next, next_query};
use super::TokenDoor;
use askama::Template;
use claviger::OsEntropy;
use claviger::core::store::Standing;
use claviger::manage::tokens::{AuthenticateError, authenticate, begin_session};
use claviger::manage::{Caller, ManageError};
use http::StatusCode;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "door/token.html")]
struct Page<'a> {
    outside: Outside,
    next: &'a str,
    next_query: String,
    wrong: Option<&'static str>,
}

/// Shows the form.
pub(in super::super::super) async fn form(guest: Guest) -> Result<Shown, Trouble> {
    let query = guest.query(&["next"])?;
    show(&guest, next(query.text("next")), None)
}

/// Takes the token and begins a session.
pub(in super::super::super) async fn sign_in(guest: Guest) -> Result<Shown, Trouble> {
    let form = guest.form(&["token", "next"])?;
    let next = next(form.text("next"));
    let token = Zeroizing::new(form.text("token").trim().to_owned());
    let door = guest.state.tokens.as_ref().ok_or_else(Trouble::no_such_page)?;
    let place = guest.place();
    match authenticate(&door.authority, token.as_bytes(), place.source, place.client).await {
        Ok(caller) => {
            // The session of this browser from before ends first; the new one begins once its entry is durable.
            leave(&guest).await;
            let id = begin(door, &caller).await?;
            let secure = guest.state.secure;
            Ok(Shown::go(next).cookie(cookie::session(&id, secure)).saying(Notice::SignedIn, secure))
        }
        Err(AuthenticateError::Unknown) => {
            let wrong = "This is not a token that works here: mistyped, expired, rotated or revoked.";
            Ok(show(&guest, next, Some(wrong))?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(AuthenticateError::Unavailable) => Err(ManageError::Unavailable.into()),
    }
}

async fn begin(door: &TokenDoor, caller: &Caller) -> Result<String, ManageError> {
    let Some(Standing::Token { token, revision }) = caller.by else { return Err(ManageError::Internal) };
    begin_session(&door.authority, caller).await?;
    let begun = door.sessions.lock().begin((token, revision), door.authority.now(), &mut OsEntropy);
    begun.map_err(|_| ManageError::Internal)
}

fn show(guest: &Guest, next: &str, wrong: Option<&'static str>) -> Result<Shown, Trouble> {
    let (outside, next_query) = (guest.outside("Sign in with a token"), next_query(next));
    Shown::page(&Page { outside, next, next_query, wrong })
}

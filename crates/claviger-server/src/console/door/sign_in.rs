//! `/sign-in`: login and password, then the second factor if one is set up.

use super::super::answer::Shown;
use super::super::guest::Guest;
use super::super::page::{Notice, Outside, Trouble};
use super::{factor, next, next_query, refused};
use askama::Template;
use claviger::manage::sessions::{self, SignInError, SignedIn};
use http::StatusCode;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "door/sign_in.html")]
struct Page<'a> {
    outside: Outside,
    next: &'a str,
    next_query: String,
    login: &'a str,
    wrong: Option<String>,
    signed_out: bool,
}

/// Shows the form. Whoever is signed in already may sign in anew.
pub(in super::super) async fn form(guest: Guest) -> Result<Shown, Trouble> {
    let query = guest.query(&["next", "out"])?;
    let signed_out = query.given("out").is_some();
    show(&guest, next(query.text("next")), "", None, signed_out)
}

/// Takes login and password.
pub(in super::super) async fn sign_in(guest: Guest) -> Result<Shown, Trouble> {
    let form = guest.form(&["login", "password", "next"])?;
    let (login, next) = (form.text("login"), next(form.text("next")));
    let password = Zeroizing::new(form.text("password").to_owned());
    let (site, place) = (guest.site(), guest.place());
    match sessions::sign_in(&guest.state.authority, login, &password, &site, &place).await {
        Ok(SignedIn::In(session)) => {
            Ok(guest.go_in(&session, next).await.saying(Notice::SignedIn, guest.state.secure))
        }
        Ok(SignedIn::FactorWanted(wanted)) => factor::show(&guest, wanted, next, None),
        Err(error) => again(&guest, &error, next, login),
    }
}

/// The form again, with what was wrong.
pub(super) fn again(guest: &Guest, error: &SignInError, next: &str, login: &str) -> Result<Shown, Trouble> {
    let wrong = refused(error).ok_or_else(|| trouble(error))?;
    Ok(show(guest, next, login, Some(wrong), false)?.status(status(error)))
}

/// The status of a refusal.
pub(super) const fn status(error: &SignInError) -> StatusCode {
    match error {
        SignInError::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The page of a failure that is not the person's.
pub(super) fn trouble(error: &SignInError) -> Trouble {
    match error {
        SignInError::Unavailable => Trouble::from(claviger::manage::ManageError::Unavailable),
        _ => Trouble::internal(),
    }
}

fn show(
    guest: &Guest,
    next: &str,
    login: &str,
    wrong: Option<String>,
    signed_out: bool,
) -> Result<Shown, Trouble> {
    let (outside, next_query) = (guest.outside("Sign in"), next_query(next));
    Shown::page(&Page { outside, next, next_query, login, wrong, signed_out })
}

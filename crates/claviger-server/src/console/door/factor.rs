//! `/sign-in/factor`: the second step of signing in. Between the two the browser carries a sealed ticket.

use super::super::answer::Shown;
use super::super::form::Pairs;
use super::super::guest::Guest;
use super::super::page::{Notice, Outside, Trouble};
use super::{next, refused, sign_in};
use askama::Template;
use claviger::manage::sessions::{FactorWanted, Given, SignInError, prove_sign_in};
use zeroize::Zeroizing;

/// Fields that prove who somebody is, one of which is given.
pub(in super::super) const FIELDS: [&str; 4] = ["code", "recovery", "credential", "password"];

#[derive(Template)]
#[template(path = "door/factor.html")]
struct Page<'a> {
    outside: Outside,
    wanted: &'a FactorWanted,
    next: &'a str,
    wrong: Option<String>,
}

/// Asks for the factor.
pub(super) fn show(
    guest: &Guest,
    wanted: FactorWanted,
    next: &str,
    wrong: Option<String>,
) -> Result<Shown, Trouble> {
    Shown::page(&Page { outside: guest.outside("Second factor"), wanted: &wanted, next, wrong })
}

/// Takes the factor.
pub(in super::super) async fn prove(guest: Guest) -> Result<Shown, Trouble> {
    let form = guest.form(&["ticket", "next", "ways", "options", "code", "recovery", "credential"])?;
    let (ticket, next) = (form.text("ticket"), next(form.text("next")));
    let Some(given) = given(form) else { return sign_in::again(&guest, &SignInError::Stale, next, "") };
    let (site, place) = (guest.site(), guest.place());
    match prove_sign_in(&guest.state.authority, ticket, given, &site, &place).await {
        Ok(session) => Ok(guest.go_in(&session, next).await.saying(Notice::SignedIn, guest.state.secure)),
        // The ticket is good for another try as long as it lives.
        Err(error @ (SignInError::Wrong | SignInError::Throttled { .. })) => {
            let words = wrong(&error);
            Ok(show(&guest, wanted(form), next, words)?.status(sign_in::status(&error)))
        }
        Err(error) => sign_in::again(&guest, &error, next, ""),
    }
}

/// What is wrong with a factor, in words.
pub(in super::super) fn wrong(error: &SignInError) -> Option<String> {
    match error {
        SignInError::Wrong => {
            Some("That did not prove it. A code works once, and for half a minute.".to_owned())
        }
        error => refused(error),
    }
}

/// The ways there are, as the page before had them. They are for show: what counts is in the ticket.
pub(in super::super) fn wanted(form: &Pairs) -> FactorWanted {
    let has = |way: &str| form.text("ways").split(' ').any(|known| known == way);
    FactorWanted {
        ticket: form.text("ticket").to_owned(),
        totp: has("totp"),
        recovery: has("recovery"),
        password: has("password"),
        passkeys: form.given("options").map(str::to_owned),
    }
}

/// The same, for the page to come.
pub(in super::super) fn ways(wanted: &FactorWanted) -> String {
    let ways = [(wanted.totp, "totp"), (wanted.recovery, "recovery"), (wanted.password, "password")];
    ways.into_iter().filter(|(there, _)| *there).map(|(_, way)| way).collect::<Vec<_>>().join(" ")
}

/// What was given, if anything was.
pub(in super::super) fn given(form: &Pairs) -> Option<Given> {
    let text = |name: &str| form.given(name).map(str::to_owned);
    if let Some(code) = text("code") {
        return Some(Given::Totp(code));
    }
    if let Some(code) = text("recovery") {
        return Some(Given::Recovery(code));
    }
    if let Some(credential) = text("credential") {
        return Some(Given::Passkey(credential));
    }
    // Spaces belong to a password.
    let password = form.get("password").filter(|text| !text.is_empty());
    password.map(|text| Given::Password(Zeroizing::new(text.to_owned())))
}

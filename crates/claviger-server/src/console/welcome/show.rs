//! What a link is for, and the form to use it.

use super::super::answer::Shown;
use super::super::guest::Guest;
use super::super::keys::Errors;
use super::super::page::time::Moment;
use super::super::page::{Outside, Trouble};
use super::super::team::roles::{label, words};
use askama::Template;
use claviger::core::people::Purpose;
use claviger::core::role::Role;
use claviger::manage::invitations::{InvitationView, look};
use http::StatusCode;

#[derive(Template)]
#[template(path = "door/welcome.html")]
struct Join<'a> {
    outside: Outside,
    token: &'a str,
    first: bool,
    account: String,
    role: &'static str,
    role_words: &'static str,
    by: String,
    expires: Moment,
    name: &'a str,
    login: &'a str,
    password_label: &'static str,
    password_hint: &'static str,
    errors: Errors,
    /// Somebody is signed in here already, and may join as that.
    signed_in: Option<String>,
    csrf: String,
}

#[derive(Template)]
#[template(path = "door/reset.html")]
struct Reset<'a> {
    outside: Outside,
    token: &'a str,
    whose: String,
    by: String,
    expires: Moment,
    wants_factor: bool,
    password_label: &'static str,
    password_hint: &'static str,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "door/gone.html")]
struct Gone {
    outside: Outside,
}

/// What was typed into the form.
#[derive(Default)]
pub(super) struct Typed<'a> {
    pub(super) name: &'a str,
    pub(super) login: &'a str,
}

/// Shows it.
pub(in super::super) async fn show(guest: Guest) -> Result<Shown, Trouble> {
    guest.query(&[])?;
    match look(&guest.state.authority, token(&guest)).await? {
        Some(view) => ask(&guest, &view, Typed::default(), Errors::default()).await,
        None => gone(&guest),
    }
}

/// What the path has for a token.
pub(super) fn token(guest: &Guest) -> &str {
    guest.id.as_deref().unwrap_or_default()
}

/// The page of a link that does not work.
pub(super) fn gone(guest: &Guest) -> Result<Shown, Trouble> {
    let page = Shown::page(&Gone { outside: guest.outside("This link does not work") })?;
    Ok(page.status(StatusCode::NOT_FOUND))
}

/// The form, with what was typed and what is wrong with it.
pub(super) async fn ask(
    guest: &Guest,
    view: &InvitationView,
    typed: Typed<'_>,
    errors: Errors,
) -> Result<Shown, Trouble> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = match view.purpose {
        Purpose::Reset { .. } => reset(guest, view, errors)?,
        Purpose::Join { .. } | Purpose::FirstOwner { .. } => join(guest, view, typed, errors).await?,
    };
    Ok(page.status(status))
}

async fn join(
    guest: &Guest,
    view: &InvitationView,
    typed: Typed<'_>,
    errors: Errors,
) -> Result<Shown, Trouble> {
    let visit = guest.visit().await?;
    let role = view.role.unwrap_or(Role::Owner);
    let signed = visit.as_ref().filter(|visit| visit.signed.is_some());
    Shown::page(&Join {
        outside: guest.outside("Welcome"),
        token: token(guest),
        first: matches!(view.purpose, Purpose::FirstOwner { .. }),
        account: view.account.as_ref().map(ToString::to_string).unwrap_or_default(),
        role: label(role),
        role_words: words(role),
        by: by(view),
        expires: Moment::of(view.expires_at, guest.state.authority.now()),
        name: typed.name,
        login: typed.login,
        password_label: "Password",
        password_hint: "At least 15 characters: four or five words that do not belong together are easy to remember.",
        errors,
        signed_in: signed.map(|visit| visit.person.name.clone()),
        csrf: signed.map(|visit| visit.csrf.reveal().to_owned()).unwrap_or_default(),
    })
}

fn reset(guest: &Guest, view: &InvitationView, errors: Errors) -> Result<Shown, Trouble> {
    let hint = if view.wants_factor {
        "At least 8 characters beside your second factor; 15 and it stands alone, too."
    } else {
        "At least 15 characters: four or five words that do not belong together are easy to remember."
    };
    Shown::page(&Reset {
        outside: guest.outside("A new password"),
        token: token(guest),
        whose: view.person.as_ref().map(ToString::to_string).unwrap_or_default(),
        by: by(view),
        expires: Moment::of(view.expires_at, guest.state.authority.now()),
        wants_factor: view.wants_factor,
        password_label: "New password",
        password_hint: hint,
        errors,
    })
}

fn by(view: &InvitationView) -> String {
    view.invited_by.as_ref().map(ToString::to_string).unwrap_or_default()
}

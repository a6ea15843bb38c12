//! A link is used.

use super::super::answer::Shown;
use super::super::door::throttled;
use super::super::form::Pairs;
use super::super::guest::Guest;
use super::super::keys::Errors;
use super::super::page::{Notice, Trouble};
use super::show::{Typed, ask, gone, token};
use claviger::core::people::{Login, Purpose};
use claviger::core::text::Name;
use claviger::manage::invitations::{AcceptError, InvitationView, Newcomer, accept as make, look};
use claviger::manage::sessions::{Given, NewSession};
use claviger::manage::{ManageError, resets};
use zeroize::Zeroizing;

/// Uses it.
pub(in super::super) async fn accept(guest: Guest) -> Result<Shown, Trouble> {
    let form = guest.form(&["name", "login", "new", "again", "code"])?;
    let Some(view) = look(&guest.state.authority, token(&guest)).await? else { return gone(&guest) };
    let mut errors = Errors::default();
    let password = twice(form, &mut errors);
    let typed = Typed { name: form.text("name"), login: form.text("login") };
    let result = match view.purpose {
        Purpose::Reset { .. } => reset(&guest, form, password, &errors).await,
        _ => join(&guest, form, password, &mut errors).await,
    };
    match result {
        Some(Ok(session)) => {
            let secure = guest.state.secure;
            Ok(guest.go_in(&session, "/").await.saying(welcome(&view), secure))
        }
        Some(Err(AcceptError::Gone)) => gone(&guest),
        Some(Err(error)) => {
            note(&mut errors, &view, error)?;
            ask(&guest, &view, typed, errors).await
        }
        None => ask(&guest, &view, typed, errors).await,
    }
}

const fn welcome(view: &InvitationView) -> Notice {
    match view.purpose {
        Purpose::Reset { .. } => Notice::PasswordSet,
        _ => Notice::Welcome,
    }
}

/// The new password, which was typed the same two times.
pub(in super::super) fn twice(form: &Pairs, errors: &mut Errors) -> Zeroizing<String> {
    let password = Zeroizing::new(form.text("new").to_owned());
    if password.is_empty() {
        errors.add("new", "choose one");
    } else if form.text("again") != password.as_str() {
        errors.add("again", "that is not the same; type both anew");
    }
    password
}

async fn join(
    guest: &Guest,
    form: &Pairs,
    password: Zeroizing<String>,
    errors: &mut Errors,
) -> Option<Result<NewSession, AcceptError>> {
    let name = errors.take("name", Name::parse(form.text("name")));
    let login = errors.take("login", Login::parse(form.text("login")));
    let (Some(name), Some(login), true) = (name, login, errors.is_empty()) else { return None };
    let newcomer = Newcomer { login, name, password };
    Some(make(&guest.state.authority, token(guest), newcomer, &guest.place()).await)
}

async fn reset(
    guest: &Guest,
    form: &Pairs,
    password: Zeroizing<String>,
    errors: &Errors,
) -> Option<Result<NewSession, AcceptError>> {
    if !errors.is_empty() {
        return None;
    }
    let (site, place) = (guest.site(), guest.place());
    let given = form.given("code").map(factor);
    Some(resets::finish(&guest.state.authority, token(guest), &password, given, &site, &place).await)
}

/// Six digits are a code of an authenticator, everything else is a recovery code.
fn factor(text: &str) -> Given {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Given::Totp(digits)
    } else {
        Given::Recovery(text.to_owned())
    }
}

/// What is wrong, at the field it is about.
fn note(errors: &mut Errors, view: &InvitationView, error: AcceptError) -> Result<(), Trouble> {
    let field = match error {
        AcceptError::LoginTaken => "login",
        AcceptError::Weak(_) => "new",
        AcceptError::FactorWanted | AcceptError::WrongFactor if view.wants_factor => "code",
        AcceptError::Throttled { wait_secs } => {
            errors.add("", throttled(wait_secs));
            return Ok(());
        }
        AcceptError::Manage(error @ (ManageError::Unavailable | ManageError::Internal)) => {
            return Err(error.into());
        }
        _ => "",
    };
    errors.add(field, error);
    Ok(())
}

//! Name and login, and the accounts somebody is a member of.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Notice, Section, Trouble};
use super::super::team::roles::{label, words};
use super::tabs::{Tab, tabs};
use askama::Template;
use claviger::core::people::Login;
use claviger::core::text::Name;
use claviger::manage::factors::profile;
use claviger::manage::{ManageError, Thing};
use http::StatusCode;

#[derive(Template)]
#[template(path = "settings/profile.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    name: String,
    /// None for whoever came with a token.
    login: Option<String>,
    role_words: &'static str,
    accounts: Vec<Other>,
    errors: Errors,
}

/// Another account of the same person.
struct Other {
    id: String,
    name: String,
    role: &'static str,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let person = &call.visit.person;
    let login = call.visit.signed.as_ref().map(|_| person.login.clone());
    Ok(page(&call, person.name.clone(), login, Errors::default())?)
}

fn page(call: &Call, name: String, login: Option<String>, errors: Errors) -> Result<Shown, Trouble> {
    let signed = call.visit.signed.as_ref();
    let others = signed.into_iter().flat_map(|signed| &signed.accounts);
    let others = others.filter(|(account, _)| account.id != call.caller().account);
    let other = |(account, role): &(claviger::core::account::AccountRecord, claviger::core::role::Role)| {
        Other { id: account.id.to_string(), name: account.name.to_string(), role: label(*role) }
    };
    Shown::page(&Page {
        frame: call.frame(Section::Settings, "Settings"),
        tabs: tabs(call, "/settings"),
        name,
        login,
        role_words: words(call.caller().role),
        accounts: others.map(other).collect(),
        errors,
    })
}

/// Changes name and login.
pub(in super::super) async fn edit(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["name", "login"], &[])?;
    let signed = call.signed()?;
    let mut errors = Errors::default();
    let name = errors.take("name", Name::parse(form.text("name")));
    let login = errors.take("login", Login::parse(form.text("login")));
    let typed = || (form.text("name").to_owned(), Some(form.text("login").to_owned()));
    let (Some(name), Some(login)) = (name, login) else {
        let words = errors.for_the_log();
        let (name, login) = typed();
        return Ok(page(&call, name, login, errors)?.refusing(words));
    };
    let name = Some(name).filter(|name| *name != signed.user.name);
    let login = Some(login).filter(|login| *login != signed.user.login);
    if name.is_none() && login.is_none() {
        return Ok(Shown::go("/settings"));
    }
    match profile::edit(&call.state.authority, signed, name, login).await {
        Ok(_) => Ok(Shown::go("/settings").saying(Notice::ProfileSaved, call.state.secure)),
        Err(ManageError::NameTaken(Thing::Person)) => {
            errors.add("login", "somebody else has it; choose another one");
            let (name, login) = typed();
            Ok(page(&call, name, login, errors)?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

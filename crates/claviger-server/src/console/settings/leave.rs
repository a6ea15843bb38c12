//! Somebody leaves the account they look at, if its name was typed.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::cookie;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Outside, Section, Trouble, counted};
use askama::Template;
use claviger::core::role::Role;
use claviger::core::text::Name;
use claviger::manage::ManageError;
use claviger::manage::members::{Removed, leave as end, list};
use http::StatusCode;

#[derive(Template)]
#[template(path = "settings/leave.html")]
struct Page {
    frame: Frame,
    /// Nobody but the last owner has to stay.
    has_to_stay: bool,
    typed_name: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "door/left.html")]
struct Done {
    outside: Outside,
    account: String,
    lines: Vec<String>,
}

/// The page that asks.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    call.signed()?;
    call.proven()?;
    let has_to_stay = is_last_owner(&call).await?;
    Ok(ask(&call, has_to_stay, "", Errors::default())?)
}

async fn is_last_owner(call: &Call) -> Result<bool, Failure> {
    let signed = call.signed()?;
    if signed.member.role != Role::Owner {
        return Ok(false);
    }
    let all = list(&call.state.authority, call.caller()).await?;
    let others = all.iter().map(|view| view.member).filter(|member| member.id != signed.member.id);
    Ok(!others.into_iter().any(|member| member.role == Role::Owner && !member.leaving))
}

fn ask(call: &Call, has_to_stay: bool, typed: &str, errors: Errors) -> Result<Shown, Trouble> {
    let frame = call.frame(Section::Settings, "Leave this account");
    Shown::page(&Page { frame, has_to_stay, typed_name: typed.to_owned(), errors })
}

/// Leaves. The session that asks ends with it, like every other of the person.
pub(in super::super) async fn leave(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["name"], &[])?;
    let signed = call.signed()?;
    let mut errors = Errors::default();
    if !Name::parse(form.text("name")).is_ok_and(|typed| typed == signed.account.name) {
        errors.add("name", "that is not the name of this account");
        let words = errors.for_the_log();
        return Ok(ask(&call, false, form.text("name"), errors)?.refusing(words));
    }
    match end(&call.state.authority, call.caller()).await {
        Ok(left) => done(&call, &left),
        Err(error @ ManageError::LastOwner) => {
            errors.add("", error);
            let shown = ask(&call, true, form.text("name"), errors)?;
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

fn done(call: &Call, left: &Removed) -> Result<Shown, Failure> {
    let signed = call.signed()?;
    let others: Vec<String> = signed
        .accounts
        .iter()
        .filter(|(account, _)| account.id != signed.account.id)
        .map(|(account, _)| account.name.to_string())
        .collect();
    let keys = match left.keys_frozen {
        0 => "No key was yours.".to_owned(),
        frozen => format!(
            "{} frozen: every call is refused until somebody of the account lets it through again.",
            counted(frozen as u64, "key")
        ),
    };
    let place = if others.is_empty() {
        "You are a member of no other account, so your login is gone, too.".to_owned()
    } else {
        format!("You are still a member of {}: sign in again to look at it.", others.join(", "))
    };
    let page = Done {
        outside: Outside { title: "You have left", theme: call.theme },
        account: signed.account.name.to_string(),
        lines: vec![format!("{} ended.", counted(left.sessions_ended as u64, "session")), keys, place],
    };
    Ok(Shown::page(&page)?.cookie(cookie::session("", call.state.secure)))
}

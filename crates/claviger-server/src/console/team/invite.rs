//! Somebody is invited: the form, the link in the one answer that shows it, and its end before it was used.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Notice, Section, Trouble};
use super::link;
use super::roles::{RoleChoice, choices, label};
use askama::Template;
use claviger::core::id::InvitationId;
use claviger::core::role::Role;
use claviger::core::text::Description;
use claviger::manage::{ManageError, Thing, invitations};
use http::StatusCode;

const DAY_SECS: i64 = 86_400;
/// How long a link may work.
const TERMS: [(&str, &str); 4] =
    [("1", "A day"), ("3", "Three days"), ("7", "A week"), ("30", "Thirty days")];

#[derive(Template)]
#[template(path = "team/invite.html")]
struct Page {
    frame: Frame,
    roles: Vec<RoleChoice>,
    note: String,
    terms: [(&'static str, &'static str); 4],
    days: String,
    errors: Errors,
}

/// The form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    call.proven()?;
    Ok(ask(&call, "viewer", "", "3", Errors::default())?)
}

fn ask(call: &Call, role: &str, note: &str, days: &str, errors: Errors) -> Result<Shown, Trouble> {
    let own = call.caller().role;
    Shown::page(&Page {
        frame: call.frame(Section::Team, "Invite somebody"),
        roles: choices(&Role::OF_MEMBERS, |role| own.may_appoint(role), None, role),
        note: note.to_owned(),
        terms: TERMS,
        days: days.to_owned(),
        errors,
    })
}

/// Makes the link.
pub(in super::super) async fn create(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["role", "note", "days"], &[])?;
    let mut errors = Errors::default();
    let role = errors.take("role", Role::of_member(form.text("role")));
    let note = errors.take("note", Description::parse(form.text("note")));
    let days = TERMS
        .iter()
        .find(|(days, _)| *days == form.text("days"))
        .and_then(|(days, _)| days.parse::<i64>().ok());
    let days = errors.take("days", days.ok_or("choose how long it works"));
    let (Some(role), Some(note), Some(days)) = (role, note, days) else {
        let words = errors.for_the_log();
        let shown = ask(&call, form.text("role"), form.text("note"), form.text("days"), errors)?;
        return Ok(shown.refusing(words));
    };
    let expires_at = Some(call.now().plus_secs(days * DAY_SECS));
    match invitations::create(&call.state.authority, call.caller(), role, note, expires_at).await {
        Ok(invited) => {
            let heading = format!("Invite somebody as {}", label(role));
            let words = "Send it to whom you mean on a way you trust. Whoever has it can join; if it goes astray, take it back under Team.";
            Ok(link::show(&call, &invited, heading, words, "/team".to_owned())?)
        }
        Err(error @ ManageError::LimitReached { .. }) => {
            let mut errors = Errors::default();
            errors.add("", error);
            let shown = ask(&call, form.text("role"), form.text("note"), form.text("days"), errors)?;
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a link back.
pub(in super::super) async fn revoke(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: InvitationId = call.id(Thing::Invitation)?;
    invitations::revoke(&call.state.authority, call.caller(), id).await?;
    Ok(Shown::go("/team").saying(Notice::LinkTakenBack, call.state.secure))
}

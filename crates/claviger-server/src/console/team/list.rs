//! The team: who is a member, and which links are open.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, counted};
use super::roles::label;
use super::view::View;
use askama::Template;
use claviger::core::people::{Invitation, Purpose};
use claviger::core::principal::Principal;
use claviger::manage::members::MemberView;
use claviger::manage::{Operation, invitations, members};

#[derive(Template)]
#[template(path = "team/list.html")]
struct Page {
    frame: Frame,
    summary: String,
    members: Vec<View>,
    invitations: Vec<Open>,
    may_invite: bool,
}

/// A link that was not used yet.
struct Open {
    id: String,
    what: String,
    note: String,
    by: String,
    made: Moment,
    expires: Moment,
    may_revoke: bool,
}

/// Shows it.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let (authority, caller) = (&call.state.authority, call.caller());
    let members = members::list(authority, caller).await?;
    let open = invitations::list(authority, caller).await?;
    let without = members.iter().filter(|member| !member.has_totp && member.passkeys == 0).count();
    let summary = match without {
        0 => counted(members.len() as u64, "member"),
        _ => format!("{}, {without} without a second factor", counted(members.len() as u64, "member")),
    };
    let page = Page {
        frame: call.frame(Section::Team, "Team"),
        summary,
        invitations: open.iter().map(|open| view(open, &members, &call)).collect(),
        members: members.iter().map(|member| View::of(member, &call)).collect(),
        may_invite: Operation::InvitationCreate.allows(caller.role),
    };
    Ok(Shown::page(&page)?)
}

fn view(open: &Invitation, members: &[MemberView], call: &Call) -> Open {
    let name = |user| members.iter().find(|member| member.member.user == user).map(|member| &member.name);
    let (what, may_revoke) = match open.purpose {
        Purpose::Join { role, .. } => {
            (format!("To join as {}", label(role)), call.caller().role.may_appoint(role))
        }
        Purpose::FirstOwner { .. } => ("To become the first owner".to_owned(), true),
        Purpose::Reset { user, .. } => {
            let whose = name(user).map_or_else(|| "a member".to_owned(), ToString::to_string);
            (format!("To set a new password of {whose}"), true)
        }
    };
    let by = match open.made_by {
        Some(Principal::User(user)) => name(user).map(ToString::to_string).unwrap_or_default(),
        Some(Principal::Token(_)) => "an administration token".to_owned(),
        None => "the server's host".to_owned(),
    };
    Open {
        id: open.id.to_string(),
        what,
        note: open.note.to_string(),
        by,
        made: Moment::of(open.created_at, call.now()),
        expires: Moment::of(open.expires_at, call.now()),
        may_revoke,
    }
}

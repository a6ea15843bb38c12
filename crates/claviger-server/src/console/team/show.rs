//! A member: role, sessions, the way back in, and the end.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Section};
use super::super::settings::sessions::SessionLine;
use super::remove::{heirs, keys_words};
use super::roles::{RoleChoice, choices, words};
use super::view::{View, has_say, member};
use askama::Template;
use claviger::core::role::Role;
use claviger::manage::{Operation, sessions};

#[derive(Template)]
#[template(path = "team/show.html")]
struct Page {
    frame: Frame,
    member: View,
    may_change: bool,
    may_reset: bool,
    why_not: &'static str,
    role_words: &'static str,
    roles: Vec<RoleChoice>,
    sessions: Vec<SessionLine>,
    heirs: Vec<(String, String)>,
    heir: String,
    keys_words: String,
    typed_name: String,
    errors: Errors,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    page(&call, Errors::default(), None).await
}

/// The page, with what is wrong with a form of it.
pub(super) async fn page(call: &Call, errors: Errors, chosen: Option<&str>) -> Result<Shown, Failure> {
    let (found, others) = member(call).await?;
    let role = found.member.role;
    let own = call.caller().role;
    let may_change = Operation::MemberEdit.allows(own) && has_say(call, role) && !found.member.leaving;
    let sessions = sessions::list(&call.state.authority, call.caller(), Some(found.member.user)).await?;
    let view = View::of(&found, call);
    let page = Page {
        frame: call.frame(Section::Team, found.name.to_string()),
        may_change,
        may_reset: may_change && !view.is_you,
        why_not: if Operation::MemberEdit.allows(own) && !may_change {
            "You have no say over this role."
        } else {
            ""
        },
        role_words: words(role),
        roles: choices(
            &Role::OF_MEMBERS,
            |role| own.may_appoint(role),
            Some(role),
            chosen.unwrap_or(role.name()),
        ),
        sessions: sessions.iter().map(|session| SessionLine::of(session, call, may_change)).collect(),
        heirs: heirs(&others),
        heir: "freeze".to_owned(),
        keys_words: keys_words(&found),
        typed_name: String::new(),
        member: view,
        errors,
    };
    Ok(Shown::page(&page)?)
}

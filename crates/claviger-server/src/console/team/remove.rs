//! A member is removed: what becomes of the keys is chosen, and the name typed.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Section, Trouble, counted};
use super::view::{View, member};
use askama::Template;
use claviger::core::id::UserId;
use claviger::core::text::Name;
use claviger::manage::ManageError;
use claviger::manage::members::{MemberView, Removed, remove as end};
use http::StatusCode;

#[derive(Template)]
#[template(path = "team/remove.html")]
struct Page {
    frame: Frame,
    member: View,
    heirs: Vec<(String, String)>,
    heir: String,
    keys_words: String,
    typed_name: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "team/removed.html")]
struct Done {
    frame: Frame,
    name: String,
    lines: Vec<String>,
    frozen: bool,
}

/// What is asked about the keys.
pub(super) fn keys_words(member: &MemberView) -> String {
    match member.keys_held {
        0 => "They hold no key. If there is one by then:".to_owned(),
        held => format!("What becomes of the {} they hold?", counted(held as u64, "key")),
    }
}

/// To whom keys can be handed over.
pub(super) fn heirs(others: &[MemberView]) -> Vec<(String, String)> {
    let staying = others.iter().filter(|member| !member.member.leaving);
    staying
        .map(|member| (member.member.user.to_string(), format!("{} ({})", member.name, member.login)))
        .collect()
}

/// The page that asks; the dialog of the member's page has the same form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    call.proven()?;
    let (found, others) = member(&call).await?;
    Ok(ask(&call, &found, &others, "freeze", "", Errors::default())?)
}

fn ask(
    call: &Call,
    found: &MemberView,
    others: &[MemberView],
    heir: &str,
    typed: &str,
    errors: Errors,
) -> Result<Shown, Trouble> {
    Shown::page(&Page {
        frame: call.frame(Section::Team, format!("Remove {}", found.name)),
        member: View::of(found, call),
        heirs: heirs(others),
        heir: heir.to_owned(),
        keys_words: keys_words(found),
        typed_name: typed.to_owned(),
        errors,
    })
}

/// Removes, if the name was typed.
pub(in super::super) async fn remove(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["keys", "heir", "name"], &[])?;
    let (found, others) = member(&call).await?;
    let mut errors = Errors::default();
    let heir = match form.text("keys") {
        "freeze" => Some(None),
        "hand-over" => errors.take("keys", heir_of(form.text("heir"), &others)).map(Some),
        _ => errors.take("keys", Err("choose what becomes of them")),
    };
    if !Name::parse(form.text("name")).is_ok_and(|typed| typed == found.name) {
        errors.add("name", "that is not the name of this member");
    }
    let chosen = if heir == Some(None) { "freeze" } else { form.text("heir") };
    let (true, Some(heir)) = (errors.is_empty(), heir) else {
        let words = errors.for_the_log();
        return Ok(ask(&call, &found, &others, chosen, form.text("name"), errors)?.refusing(words));
    };
    match end(&call.state.authority, call.caller(), found.member.id, heir).await {
        Ok(removed) => Ok(done(&call, &found, &removed, heir.is_some())?),
        Err(error @ ManageError::LastOwner) => {
            errors.add("", error);
            let shown = ask(&call, &found, &others, chosen, form.text("name"), errors)?;
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

fn heir_of(text: &str, others: &[MemberView]) -> Result<UserId, &'static str> {
    let wanted = "choose a member to hand them over to";
    let user: UserId = text.parse().map_err(|_| wanted)?;
    others.iter().find(|member| member.member.user == user).map(|_| user).ok_or(wanted)
}

fn done(call: &Call, found: &MemberView, removed: &Removed, handed_over: bool) -> Result<Shown, Trouble> {
    let keys = match (handed_over, removed.keys_frozen, removed.keys_handed_over) {
        (_, 0, 0) => "They held no key.".to_owned(),
        (_, 0, over) => format!("{} handed over.", counted(over as u64, "key")),
        (_, frozen, 0) => format!(
            "{} frozen: every call is refused until somebody lets it through again.",
            counted(frozen as u64, "key")
        ),
        (_, frozen, over) => format!("{} frozen, {over} handed over.", counted(frozen as u64, "key")),
    };
    let sessions = match removed.sessions_ended {
        0 => "They were signed in nowhere.".to_owned(),
        ended => format!("{} ended.", counted(ended as u64, "session")),
    };
    let tokens = (removed.tokens_revoked > 0).then(|| {
        format!("{} that they had been shown revoked.", counted(removed.tokens_revoked as u64, "token"))
    });
    Shown::page(&Done {
        frame: call.frame(Section::Team, format!("{} is removed", found.name)),
        name: found.name.to_string(),
        lines: [sessions, keys].into_iter().chain(tokens).collect(),
        frozen: removed.keys_frozen > 0,
    })
}

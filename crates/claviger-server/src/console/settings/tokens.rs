//! Administration tokens: the list, a new one, another secret for one, and the end of one.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::time::Moment;
use super::super::page::{Frame, Notice, Section};
use super::super::team::roles::{RoleChoice, choices, label};
use super::tabs::{Tab, tabs};
use askama::Template;
use claviger::core::id::{TokenId, UserId};
use claviger::core::role::Role;
use claviger::core::text::Name;
use claviger::core::token::TokenRecord;
use claviger::manage::tokens::{self, CreateToken, CreatedToken};
use claviger::manage::{ManageError, Operation, Thing, members};
use http::StatusCode;
use std::collections::HashMap;

const DAY_SECS: i64 = 86_400;
/// Tokens on a page.
const PAGE: usize = 50;
/// How long a token may work.
const TERMS: [(&str, &str); 4] =
    [("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("never", "For good")];

#[derive(Template)]
#[template(path = "settings/tokens.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    tokens: Vec<Line>,
    next: Option<String>,
    may_create: bool,
    name: String,
    days: String,
    terms: [(&'static str, &'static str); 4],
    roles: Vec<RoleChoice>,
    errors: Errors,
}

/// A token as it is shown.
struct Line {
    id: String,
    name: String,
    role: &'static str,
    /// The person it was shown to, by name if it may be told; empty for the host's own.
    shown_to: String,
    made: Moment,
    expires: Option<Moment>,
    /// Why it does not work any more; empty if it does.
    over: &'static str,
    may_change: bool,
}

#[derive(Template)]
#[template(path = "settings/token.html")]
struct Once {
    frame: Frame,
    name: String,
    token: String,
    rotated: bool,
}

/// The list.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&["after"], &[])?;
    page(&call, Typed { days: "90", role: "viewer", name: "" }, Errors::default()).await
}

/// What was typed for a new one.
struct Typed<'a> {
    name: &'a str,
    role: &'a str,
    days: &'a str,
}

async fn page(call: &Call, typed: Typed<'_>, errors: Errors) -> Result<Shown, Failure> {
    let after = call.query.given("after").map(str::parse::<TokenId>).transpose();
    let after = after.map_err(|_| ManageError::NotFound(Thing::Cursor))?;
    let own = call.caller().role;
    let found = tokens::list(&call.state.authority, call.caller(), after, PAGE).await?;
    let names = names(call).await?;
    let page = Page {
        frame: call.frame(Section::Settings, "Administration tokens"),
        tabs: tabs(call, "/settings/tokens"),
        tokens: found.items.iter().map(|token| line(token, &names, call)).collect(),
        next: found.next.map(|next| format!("/settings/tokens?after={next}")),
        may_create: Operation::TokenCreate.allows(own),
        name: typed.name.to_owned(),
        days: typed.days.to_owned(),
        terms: TERMS,
        roles: roles(call, typed.role),
        errors,
    };
    Ok(Shown::page(&page)?)
}

/// What a token may do. One that manages keys reaches all of them, since it is nobody's.
fn roles(call: &Call, chosen: &str) -> Vec<RoleChoice> {
    let own = call.caller().role;
    let mut all = choices(&Role::OF_TOKENS, |role| own.may_grant(role), None, chosen);
    for choice in all.iter_mut().filter(|choice| choice.name == Role::KeyManager.name()) {
        choice.words = "Makes, changes and takes back keys of everybody, and sees their history.";
    }
    all
}

/// What the members are called, for whoever may see them.
async fn names(call: &Call) -> Result<HashMap<UserId, Name>, ManageError> {
    if !Operation::MemberList.allows(call.caller().role) {
        return Ok(HashMap::new());
    }
    let members = members::list(&call.state.authority, call.caller()).await?;
    Ok(members.into_iter().map(|view| (view.member.user, view.name)).collect())
}

fn line(token: &TokenRecord, names: &HashMap<UserId, Name>, call: &Call) -> Line {
    let now = call.now();
    let over = match token.revoked_at {
        Some(_) => "Revoked",
        None if !token.is_live(now) => "Expired",
        None => "",
    };
    Line {
        id: token.id.to_string(),
        name: token.name.to_string(),
        role: label(token.role),
        shown_to: token.made_by.map_or_else(String::new, |user| {
            names.get(&user).map_or_else(|| user.to_string(), Name::to_string)
        }),
        made: Moment::of(token.created_at, now),
        expires: token.expires_at.map(|at| Moment::of(at, now)),
        over,
        may_change: token.revoked_at.is_none() && call.caller().role.may_grant(token.role),
    }
}

/// Makes one.
pub(in super::super) async fn create(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["name", "role", "days"], &[])?;
    let mut errors = Errors::default();
    let name = errors.take("name", Name::parse(form.text("name")));
    let role = errors.take("role", Role::of_token(form.text("role")));
    let expires_at = match TERMS.iter().find(|(days, _)| *days == form.text("days")) {
        Some((days, _)) => Some(days.parse::<i64>().ok().map(|days| call.now().plus_secs(days * DAY_SECS))),
        None => errors.take("days", Err("choose how long it works")),
    };
    let typed = Typed { name: form.text("name"), role: form.text("role"), days: form.text("days") };
    let (Some(name), Some(role), Some(expires_at)) = (name, role, expires_at) else {
        let words = errors.for_the_log();
        return Ok(page(&call, typed, errors).await?.refusing(words));
    };
    match tokens::create(&call.state.authority, call.caller(), CreateToken { name, role, expires_at }).await {
        Ok(created) => once(&call, &created, false),
        Err(error @ (ManageError::NameTaken(_) | ManageError::LimitReached { .. })) => {
            errors.add("name", error);
            Ok(page(&call, typed, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

fn once(call: &Call, created: &CreatedToken, rotated: bool) -> Result<Shown, Failure> {
    let page = Once {
        frame: call.frame(Section::Settings, "Save the token"),
        name: created.record.name.to_string(),
        token: created.token.reveal().to_string(),
        rotated,
    };
    Ok(Shown::page(&page)?.status(StatusCode::CREATED))
}

/// Gives one another secret.
pub(in super::super) async fn rotate(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: TokenId = call.id(Thing::Token)?;
    let rotated = tokens::rotate(&call.state.authority, call.caller(), id, None).await?;
    once(&call, &rotated, true)
}

/// Ends one.
pub(in super::super) async fn revoke(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: TokenId = call.id(Thing::Token)?;
    tokens::revoke(&call.state.authority, call.caller(), id).await?;
    Ok(Shown::go("/settings/tokens").saying(Notice::TokenRevoked, call.state.secure))
}

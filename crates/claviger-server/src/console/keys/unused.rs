//! Keys that nobody seems to need any more: a list of their own, revoked together.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Frame, Notice, Section, Trouble, counted};
use super::fields::Errors;
use super::line::{Line, lines};
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::core::role::Role;
use claviger::manage::keys::{OverviewQuery, Sort, Stop, Which, overview, stop};
use claviger::manage::{ManageError, Operation, Thing};

/// Keys of a page, which can be revoked together.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "keys/unused.html")]
struct Page {
    frame: Frame,
    keys: Vec<(String, Line)>,
    may_revoke: bool,
    more: usize,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "keys/unused_review.html")]
struct Review {
    frame: Frame,
    keys: Vec<(String, Line)>,
    count: usize,
    counted: String,
    typed: String,
    errors: Errors,
}

/// The list.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    show(&call, Errors::default()).await
}

async fn show(call: &Call, errors: Errors) -> Result<Shown, Failure> {
    let (keys, matching) = unused(call).await?;
    let page = Page {
        frame: call.frame(Section::Keys, "Keys no longer used"),
        may_revoke: Operation::KeyStop.allows(call.caller().role),
        more: matching.saturating_sub(keys.len()),
        keys,
        errors,
    };
    Ok(Shown::page(&page)?)
}

/// Those not used for longest come first, with their ids, and how many there are.
async fn unused(call: &Call) -> Result<(Vec<(String, Line)>, usize), ManageError> {
    let query = OverviewQuery { unused: true, sort: Sort::Name, limit: PAGE, ..OverviewQuery::default() };
    let found = overview(&call.state.authority, call.caller(), query).await?;
    let now = call.now();
    // What is done about each is this page's own.
    let lines = lines(&found.items, now, Role::Viewer);
    let ids = found.items.iter().map(|key| key.record.id.to_string());
    let keys = ids.zip(lines).collect();
    Ok((keys, found.matching))
}

/// Shows those chosen before they are revoked.
pub(in super::super) async fn review(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &["key"])?;
    let chosen = chosen(&call).await?;
    if chosen.is_empty() {
        let mut errors = Errors::default();
        errors.add("key", "choose at least one key");
        return Ok(show(&call, errors).await?.refusing("no key was chosen"));
    }
    Ok(Shown::page(&reviewed(&call, chosen, "", Errors::default()))?)
}

fn reviewed(call: &Call, keys: Vec<(String, Line)>, typed: &str, errors: Errors) -> Review {
    Review {
        frame: call.frame(Section::Keys, "Revoke keys no longer used"),
        count: keys.len(),
        counted: counted(keys.len() as u64, "key"),
        keys,
        typed: typed.to_owned(),
        errors,
    }
}

/// The keys of the form that are unused still.
async fn chosen(call: &Call) -> Result<Vec<(String, Line)>, ManageError> {
    let (mut keys, _) = unused(call).await?;
    keys.retain(|(id, _)| call.form.all("key").any(|chosen| chosen == id));
    Ok(keys)
}

/// Revokes them, if their number was typed.
pub(in super::super) async fn revoke(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["count"], &["key"])?;
    let keys = chosen(&call).await?;
    if form.text("count").trim() != keys.len().to_string() || keys.is_empty() {
        let mut errors = Errors::default();
        errors.add("count", "that is not how many keys there are in this list");
        let page = reviewed(&call, keys, form.text("count"), errors);
        return Ok(Shown::page(&page)?.refusing("the number typed is another"));
    }
    let ids: Result<Vec<KeyId>, _> = keys.iter().map(|(id, _)| id.parse()).collect();
    let ids = ids.map_err(|_| Trouble::from(ManageError::NotFound(Thing::Key)))?;
    let asked = Stop { which: Which::Named(ids), to: KeyState::Revoked, drain: None };
    stop(&call.state.authority, call.caller(), asked, None).await?;
    Ok(Shown::go("/keys/unused").saying(Notice::RevokedAll, call.state.secure))
}

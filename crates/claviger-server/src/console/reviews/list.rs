//! The account's keys by when they are to be reviewed, and how often the account wants that.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble, counted};
use askama::Template;
use claviger::core::entry::Actor;
use claviger::core::key::review::{Decided, SignedOff};
use claviger::core::principal::Principal;
use claviger::manage::Operation;
use claviger::manage::history::{Names, actors};
use claviger::manage::reviews::{KeyDue, list as due};

/// Keys of a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "reviews/list.html")]
struct Page {
    frame: Frame,
    keys: Vec<DueView>,
    summary: String,
    only_overdue: bool,
    next: Option<String>,
    may_edit: bool,
    policy: PolicyView,
    errors: Errors,
}

/// The settings, as they stand in their form.
#[derive(Debug, Clone, Default)]
pub(super) struct PolicyView {
    pub(super) every: String,
    pub(super) dormant: String,
    pub(super) freeze: String,
}

struct DueView {
    href: String,
    name: String,
    holder: String,
    due: Moment,
    is_overdue: bool,
    last: Option<Last>,
}

/// The last review of a key.
pub(super) struct Last {
    pub(super) at: Moment,
    pub(super) by: String,
    pub(super) decided: &'static str,
    pub(super) note: String,
}

/// The list.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&["overdue", "skip"], &[])?;
    show(&call, None, Errors::default()).await
}

/// The list; with settings as they were typed, if something is wrong with them.
pub(super) async fn show(call: &Call, typed: Option<PolicyView>, errors: Errors) -> Result<Shown, Failure> {
    let only_overdue = call.query.given("overdue").is_some();
    let skip = call.query.given("skip").map_or(Ok(0), str::parse::<usize>);
    let skip = skip.map_err(|_| Trouble::malformed("there is no such place in the list".to_owned()))?;
    let found = due(&call.state.authority, call.caller(), only_overdue, skip, PAGE).await?;
    let reached = skip.saturating_add(found.keys.len());
    let next = (reached < found.all).then(|| {
        let only = if only_overdue { "overdue=1&" } else { "" };
        format!("/reviews?{only}skip={reached}")
    });
    let names = reviewers(call, found.keys.iter().filter_map(|key| key.last.as_ref())).await?;
    let policy = &found.policy;
    let days = |days: u32| days.to_string();
    let as_told = || PolicyView {
        every: days(policy.every_days),
        dormant: days(policy.dormant_days),
        freeze: policy.freeze_days.map(days).unwrap_or_default(),
    };
    let page = Page {
        frame: call.frame(Section::Keys, "Reviews"),
        summary: match found.overdue {
            0 => "No review is overdue.".to_owned(),
            some => format!("{} overdue.", counted(some as u64, "review")),
        },
        policy: typed.unwrap_or_else(as_told),
        may_edit: Operation::ReviewPolicyEdit.allows(call.caller().role),
        keys: found.keys.iter().map(|key| DueView::of(call, key, &names)).collect(),
        only_overdue,
        next,
        errors,
    };
    Ok(Shown::page(&page)?)
}

impl DueView {
    fn of(call: &Call, due: &KeyDue, names: &Names) -> Self {
        let opens = Operation::KeyReviewShow.allows(call.caller().role);
        DueView {
            href: format!("/keys/{}{}", due.record.id, if opens { "/review" } else { "" }),
            name: due.record.name.to_string(),
            holder: due.record.holder.to_string(),
            due: Moment::of(due.due_at, call.now()),
            is_overdue: due.is_overdue,
            last: due.last.as_ref().map(|last| last_view(call, last, names)),
        }
    }
}

/// What those who signed off are called.
pub(super) async fn reviewers(
    call: &Call,
    signed: impl Iterator<Item = &SignedOff>,
) -> Result<Names, Failure> {
    let by = signed.filter_map(|signed| signed.by).map(Actor::from);
    Ok(actors(&call.state.authority, call.caller(), by).await?)
}

/// The last review of a key, as it is told. Whoever made it may be gone by now.
pub(super) fn last_view(call: &Call, last: &SignedOff, names: &Names) -> Last {
    let by = match last.by {
        None => "the host".to_owned(),
        Some(by) if call.caller().principal() == Some(by) => "you".to_owned(),
        Some(by) => {
            let name = names.actor(Actor::from(by)).map_or_else(|| by.to_string(), str::to_owned);
            if matches!(by, Principal::Token(_)) { format!("the token {name}") } else { name }
        }
    };
    Last {
        at: Moment::of(last.at, call.now()),
        by,
        decided: match last.decided {
            Decided::Keep => "kept as it was",
            Decided::Narrow => "narrowed",
            Decided::Revoke => "revoked",
        },
        note: last.note.to_string(),
    }
}

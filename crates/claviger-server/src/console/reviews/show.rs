//! A key as a review sees it: what was used and what never, the least that is enough, and what a change would have refused.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::keys::{Chip, Errors, KeyView, chip};
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble, counted, number, sentence};
use super::chosen::{Chosen, LIST, lines};
use super::list::{Last, last_view, reviewers};
use super::tried::TriedView;
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::core::key::review::{Span, UndoError};
use claviger::core::time::Timestamp;
use claviger::manage::history::Names;
use claviger::manage::reviews::{DEFAULT_DAYS, MAX_DAYS, Reviewed, Tried, dry_run, show as review};
use claviger::manage::{Operation, Thing};

/// Addresses that are named.
const MAX_SOURCES: usize = 20;
/// Days that are offered.
const SPANS: [u32; 3] = [30, DEFAULT_DAYS, 365];

#[derive(Template)]
#[template(path = "reviews/show.html")]
struct Page {
    frame: Frame,
    key: KeyView,
    days: u32,
    spans: Vec<u32>,
    allowed: String,
    refused: String,
    cut: Option<Moment>,
    due: Option<Moment>,
    is_overdue: bool,
    last: Option<Last>,
    permissions: Vec<UsedView>,
    sources: Vec<SourceView>,
    more_sources: String,
    /// The addresses seen, one a line; empty if there is nothing to offer.
    offered: String,
    chosen: Chosen,
    /// What the choice takes away, in words; empty if nothing.
    takes: Vec<String>,
    /// The addresses chosen would let it do more.
    widens: bool,
    tried: Option<TriedView>,
    may_sign: bool,
    undo: Option<Moment>,
    /// Why the last narrowing is not put back.
    no_undo: String,
    note: String,
    errors: Errors,
}

/// A permission, and the calls that needed it.
struct UsedView {
    name: &'static str,
    chip: Chip,
    /// As in *1 204 calls*; empty if there was none.
    calls: String,
    last: Option<Moment>,
    /// The length of its bar, of 100.
    share: u64,
}

struct SourceView {
    source: String,
    calls: String,
    last: Moment,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["days", "try", "addresses"], &[LIST])?;
    let days = days(query)?;
    let chosen = query.get("try").map(|_| Chosen::of(query));
    page(&call, days, chosen, Typed::default()).await
}

pub(super) fn days(query: &Pairs) -> Result<u32, Trouble> {
    let parse = |text: &str| text.parse::<u32>().ok().filter(|days| (1..=MAX_DAYS).contains(days));
    let wrong = || Trouble::malformed(format!("days takes a number from 1 to {MAX_DAYS}"));
    query.given("days").map_or(Ok(DEFAULT_DAYS), |text| parse(text).ok_or_else(wrong))
}

/// What was typed into the form that signs off.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) note: String,
    pub(super) errors: Errors,
}

/// The page; a choice that was made is tried.
pub(super) async fn page(
    call: &Call,
    days: u32,
    chosen: Option<Chosen>,
    mut typed: Typed,
) -> Result<Shown, Failure> {
    let id: KeyId = call.id(Thing::Key)?;
    let (authority, caller) = (&call.state.authority, call.caller());
    let seen = review(authority, caller, id, Some(days)).await?;
    let is_revoked = seen.record.state == KeyState::Revoked;
    let list = chosen.as_ref().and_then(|chosen| chosen.allowlist(&mut typed.errors));
    let tried = match (chosen.as_ref().zip(list), is_revoked) {
        (Some((chosen, list)), false) => {
            let tried =
                Tried { permissions: Some(chosen.permissions), allowlist: Some(list), ..Tried::default() };
            Some(dry_run(authority, caller, id, &tried, Some(days)).await?)
        }
        _ => None,
    };
    let chosen = chosen.unwrap_or_else(|| Chosen::proposed(&seen.record, &seen.proposal));
    let now = call.now();
    let takes = takes(&seen, &chosen);
    let names = reviewers(call, seen.last.iter()).await?;
    let page = Page {
        tried: tried.as_ref().map(|ran| TriedView::of(ran, now)),
        may_sign: Operation::KeyReview.allows(caller.role) && !is_revoked,
        widens: takes.is_none(),
        takes: takes.unwrap_or_default(),
        ..Page::of(call, &seen, &names, chosen, typed)
    };
    Ok(Shown::page(&page)?)
}

impl Page {
    fn of(call: &Call, seen: &Reviewed, names: &Names, chosen: Chosen, typed: Typed) -> Self {
        let (now, used) = (call.now(), &seen.used);
        let more = used.sources.len().saturating_sub(MAX_SOURCES);
        Page {
            frame: call.frame(Section::Keys, format!("Review {}", seen.record.name)),
            key: KeyView::of(&seen.record, now),
            days: seen.days,
            spans: SPANS.into_iter().filter(|days| *days != seen.days).collect(),
            allowed: counted(calls(used.allowed()), "call"),
            refused: number(calls(used.refusals())),
            cut: seen.cut_at.map(|at| Moment::of(at, now)),
            due: seen.due_at.map(|at| Moment::of(at, now)),
            is_overdue: seen.due_at.is_some_and(|at| at <= now),
            last: seen.last.as_ref().map(|last| last_view(call, last, names)),
            permissions: permissions(seen, now),
            sources: sources(seen, now),
            more_sources: match (used.more_sources, more) {
                (true, _) => "and many more".to_owned(),
                (false, 0) => String::new(),
                (false, more) => format!("and {more} more"),
            },
            offered: seen.proposal.allowlist.as_ref().map(lines).unwrap_or_default(),
            chosen,
            takes: Vec::new(),
            widens: false,
            tried: None,
            may_sign: false,
            undo: seen.undo.as_ref().ok().map(|undo| Moment::of(undo.until, now)),
            no_undo: match &seen.undo {
                Ok(_) | Err(UndoError::Nothing) => String::new(),
                Err(error) => sentence(&error.to_string()),
            },
            note: typed.note,
            errors: typed.errors,
        }
    }
}

fn calls(span: Option<Span>) -> u64 {
    span.map_or(0, |span| span.calls)
}

fn permissions(seen: &Reviewed, now: Timestamp) -> Vec<UsedView> {
    let most = seen.permissions.iter().map(|one| calls(one.used)).max().unwrap_or(0).max(1);
    let view = |one: &claviger::core::key::review::PermissionUse| UsedView {
        name: one.permission.name(),
        chip: chip(one.permission),
        calls: one.used.map(|span| counted(span.calls, "call")).unwrap_or_default(),
        last: one.used.map(|span| Moment::of(span.last, now)),
        // What was used at all shows.
        share: one.used.map_or(0, |span| (span.calls.saturating_mul(100) / most).max(2)),
    };
    seen.permissions.iter().map(view).collect()
}

fn sources(seen: &Reviewed, now: Timestamp) -> Vec<SourceView> {
    let mut all: Vec<_> = seen.used.sources.iter().collect();
    all.sort_by_key(|(_, span)| std::cmp::Reverse(span.calls));
    let view = |(source, span): &(&std::net::IpAddr, &Span)| SourceView {
        source: source.to_string(),
        calls: counted(span.calls, "call"),
        last: Moment::of(span.last, now),
    };
    all.iter().take(MAX_SOURCES).map(view).collect()
}

/// What the choice takes away from the key, in words; none if it gave something, too.
fn takes(seen: &Reviewed, chosen: &Chosen) -> Option<Vec<String>> {
    let present = &seen.record.restrictions.allowlist;
    let list = chosen.allowlist(&mut Errors::default()).filter(|list| list != present);
    if list.as_ref().is_some_and(|list| !list.within(present)) {
        return None;
    }
    let dropped = seen.record.permissions.minus(chosen.permissions);
    let permissions = dropped.iter().map(|permission| permission.label().to_owned());
    Some(permissions.chain(list.map(|list| format!("every address but {list}"))).collect())
}

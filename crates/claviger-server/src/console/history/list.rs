//! A page of the log, newest first.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Trouble};
use super::Log;
use super::entry::{EntryView, drafts};
use super::filter::{NAMES, OUTCOMES, Typed, actions, reasons};
use crate::api::cursor::{before, read_before};
use askama::Template;
use claviger::core::entry::Entry;
use claviger::core::store::Cursor;
use claviger::manage::Page as ListPage;
use claviger::manage::history::{HistoryFilter, list, names};
use claviger::manage::keys;
use http::StatusCode;

/// Entries of a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "history/list.html")]
struct Page {
    frame: Frame,
    heading: &'static str,
    lead: &'static str,
    path: &'static str,
    typed: Typed,
    errors: Errors,
    is_filtered: bool,
    choices: Choices,
    entries: Vec<EntryView>,
    older: Option<String>,
    newest: Option<String>,
    /// Much was looked at that did not match.
    is_short: bool,
    csv: String,
    jsonl: String,
    /// Where new entries come from.
    live: Option<String>,
}

struct Choices {
    holders: Vec<String>,
    applications: Vec<String>,
    actions: Vec<(&'static str, String)>,
    outcomes: Vec<(&'static str, &'static str)>,
    reasons: Vec<(&'static str, String)>,
}

/// Calls of keys.
pub(in super::super) async fn calls(call: Call) -> Result<Shown, Failure> {
    show(call, Log::Calls).await
}

/// Acts on keys, tokens and settings.
pub(in super::super) async fn acts(call: Call) -> Result<Shown, Failure> {
    show(call, Log::Acts).await
}

async fn show(call: Call, log: Log) -> Result<Shown, Failure> {
    let known: Vec<&str> = NAMES.into_iter().chain(["cursor"]).collect();
    let query = call.query(&known, &[])?;
    let typed = Typed::read(query);
    let no_such = || Trouble::malformed("there is no such place in the list".to_owned());
    let cursor = query.given("cursor").map(|text| read_before(text).ok_or_else(no_such)).transpose()?;
    let since = call.state.authority.lane().next_sequence();
    let choices = Choices {
        holders: keys::holders(&call.state.authority, call.caller()).await?,
        applications: keys::applications(&call.state.authority, call.caller()).await?,
        actions: actions(log),
        outcomes: OUTCOMES.into_iter().filter(|(name, _)| is_of(log, name)).collect(),
        reasons: reasons(),
    };
    match typed.mean(&call, log).await? {
        Err(errors) => {
            let nothing = (ListPage { items: Vec::new(), next: None }, None);
            let page = page(&call, log, (typed, errors, choices), nothing, None).await?;
            Ok(Shown::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Ok(filter) => {
            let live = filter.to.is_none() && cursor.is_none();
            let found = read(&call, log, filter, cursor).await?;
            let live = live.then_some(since);
            let page = page(&call, log, (typed, Errors::default(), choices), (found, cursor), live).await?;
            Ok(Shown::page(&page)?)
        }
    }
}

/// Whether an outcome can stand in a list.
fn is_of(log: Log, outcome: &str) -> bool {
    match log {
        Log::Calls => outcome != "changed",
        Log::Acts => matches!(outcome, "changed" | "refused" | "folded"),
    }
}

async fn read(
    call: &Call,
    log: Log,
    filter: HistoryFilter,
    cursor: Option<Cursor>,
) -> Result<ListPage<Entry, Cursor>, Failure> {
    let (authority, caller) = (&call.state.authority, call.caller());
    Ok(list(authority, caller, log.operation(), filter, cursor, PAGE).await?)
}

async fn page(
    call: &Call,
    log: Log,
    (typed, errors, choices): (Typed, Errors, Choices),
    (found, cursor): (ListPage<Entry, Cursor>, Option<Cursor>),
    live: Option<u64>,
) -> Result<Page, Failure> {
    let path = log.section().path();
    let there = |path: &str, changes: &[(&str, Option<&str>)]| {
        let query = call.query.with(changes);
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    };
    let export =
        |format: &str| there(&format!("{path}/export"), &[("cursor", None), ("format", Some(format))]);
    let names = names(&call.state.authority, call.caller(), drafts(&found.items)).await?;
    let (heading, lead) = words(log);
    Ok(Page {
        frame: call.frame(log.section(), heading),
        heading,
        lead,
        path,
        is_filtered: !typed.is_empty(),
        typed,
        errors,
        choices,
        is_short: found.next.is_some() && found.items.len() < PAGE,
        older: found.next.map(|next| there(path, &[("cursor", Some(&before(next)))])),
        newest: cursor.map(|_| there(path, &[("cursor", None)])),
        entries: found
            .items
            .iter()
            .map(|entry| EntryView::of(entry, &names, call.now(), call.caller().role))
            .collect(),
        csv: export("csv"),
        jsonl: export("jsonl"),
        live: live.map(|since| there(&format!("{path}/live"), &[("since", Some(&since.to_string()))])),
    })
}

const fn words(log: Log) -> (&'static str, &'static str) {
    match log {
        Log::Calls => ("History", "Every call of the account's keys, written before it had any effect."),
        Log::Acts => ("Audit log", "Every act on keys, tokens and settings, with who did it."),
    }
}

//! The account's log.

mod json;
pub(super) mod list;

pub(super) use json::HistoryPage;

use super::cursor::{before, read_before};
use super::failure::Failure;
use super::instant;
use super::query::Query;
use super::reply::Reply;
use super::shell::Call;
use crate::problem::Problem;
use claviger::core::action::Action;
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::Outcome;
use claviger::core::reason::Reason;
use claviger::core::store::Which;
use claviger::manage::Operation;
use claviger::manage::history::{HistoryFilter, list};
use ipnet::IpNet;
pub(crate) use json::EntryJson;
use std::collections::BTreeSet;

/// Parameters of every list of entries.
pub(super) const PARAMETERS: [&str; 8] =
    ["limit", "cursor", "action", "outcome", "reason", "source", "from", "to"];

/// The filter of a query, the key aside.
pub(super) fn filter(query: &Query, which: Which) -> Result<HistoryFilter, Problem> {
    let instant = |text: &str| instant::parse(text).ok();
    Ok(HistoryFilter {
        key: None,
        keys: BTreeSet::new(),
        which,
        actions: query.list("action", Action::from_name, "actions such as orders.add")?,
        outcomes: query.list("outcome", Outcome::from_name, "outcomes such as refused")?,
        reasons: query.list("reason", Reason::from_code, "reasons such as invalid-nonce; see /reasons")?,
        source: query.one("source", block, "an address or a CIDR block such as 203.0.113.0/24")?,
        from: query.one("from", instant, "an instant such as 2027-01-31T12:00:00Z")?,
        to: query.one("to", instant, "an instant such as 2027-01-31T12:00:00Z")?,
    })
}

/// A block, by the rules of an allowlist.
fn block(text: &str) -> Option<IpNet> {
    Allowlist::parse([text]).ok()?.blocks().first().copied()
}

/// Answers a page.
pub(super) async fn page(
    call: &Call,
    operation: Operation,
    filter: HistoryFilter,
    query: &Query,
) -> Result<Reply, Failure> {
    let (cursor, limit) = (query.cursor(read_before)?, query.limit()?);
    let page = list(&call.state.authority, &call.caller, operation, filter, cursor, limit).await?;
    let items = page.items.iter().map(EntryJson::of).collect();
    Ok(Reply::ok(&HistoryPage { items, next: page.next.map(before) })?)
}

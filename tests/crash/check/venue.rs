//! The upstream: what was acknowledged is there once, what was refused is not there, and nothing is lost or made.

use crate::book::{Book, Call};
use crate::image::Image;
use claviger_core::action::Action;
use claviger_core::entry::Outcome;
use claviger_kraken::paper::account_no;
use claviger_venue::{AccountNo, ClosedFilter, Micros, Order, OrderStatus, Venue};
use std::collections::{HashMap, HashSet};

pub(super) fn check(book: &Book, image: &Image) -> Vec<String> {
    let accounts: Vec<_> = image.accounts.iter().map(|id| account_no(*id)).collect();
    let orders: Vec<_> = accounts.iter().flat_map(|account| orders(&image.venue, *account)).collect();
    let refs = accounts.iter().flat_map(|account| image.venue.withdrawals(*account));
    let withdrawals: HashSet<String> = refs.map(|withdrawal| withdrawal.id.to_string()).collect();
    let mut complaints = value(&image.venue);
    complaints.extend(counts(image, orders.len(), withdrawals.len()));
    complaints.extend(placed(book, image, &orders));
    complaints.extend(cancelled(book, &orders));
    complaints.extend(reports(book, image, &accounts));
    let asked = book.calls.iter().filter(|call| call.signed.method == "Withdraw" && call.went_well());
    let lost = asked.filter(|call| !name(call).is_some_and(|id| withdrawals.contains(id)));
    complaints.extend(lost.map(|call| format!("withdrawal {:?} is not there", name(call))));
    complaints
}

fn orders(venue: &Venue, account: AccountNo) -> Vec<&Order> {
    let mut all: Vec<_> = venue.open_orders(account).collect();
    let open = all.len();
    loop {
        let offset = all.len() - open;
        let page = venue.closed_orders(account, &ClosedFilter { offset, ..ClosedFilter::default() });
        if page.items.is_empty() {
            return all;
        }
        all.extend(page.items);
    }
}

fn name(call: &Call) -> Option<&str> {
    call.answer()?.names.as_deref()
}

/// P19 across a crash: nothing is lost or made.
fn value(venue: &Venue) -> Vec<String> {
    let totals = venue.totals().expect("sums of the test's amounts fit");
    let off = totals.iter().filter(|(_, totals)| !totals.sum().is_ok_and(|sum| sum.is_zero()));
    off.map(|(asset, totals)| format!("{asset} does not add up: {totals:?}")).collect()
}

/// How many outcomes say that this was done.
fn done(image: &Image, action: Action) -> usize {
    let is = |entry: &&claviger_core::entry::Entry| {
        entry.draft.action == action && entry.draft.outcome == Outcome::Done
    };
    image.entries.iter().filter(is).count()
}

/// As many effects as outcomes say.
fn counts(image: &Image, orders: usize, withdrawals: usize) -> Vec<String> {
    let (placed, begun) = (done(image, Action::AddOrder), done(image, Action::Withdraw));
    let pairs = [(placed, orders, "orders"), (begun, withdrawals, "withdrawals")];
    let off = pairs.into_iter().filter(|(entries, effects, _)| entries != effects);
    off.map(|(entries, effects, what)| format!("{effects} {what}, but {entries} outcomes that say so"))
        .collect()
}

/// Orders by the name the client gave them.
fn placed(book: &Book, image: &Image, orders: &[&Order]) -> Vec<String> {
    let mut named: HashMap<&str, Vec<&Order>> = HashMap::new();
    for order in orders {
        named.entry(order.cl_ord_id.as_deref().unwrap_or_default()).or_default().push(order);
    }
    let outcomes = image.outcomes();
    let claims = image.claims();
    let done = |call: &Call| {
        let closing =
            claims.of(call).iter().filter_map(|claim| outcomes.get(&claim.place.sequence)).flatten();
        closing.filter(|entry| entry.draft.outcome == Outcome::Done).count()
    };
    let mut complaints = Vec::new();
    for call in book.calls.iter().filter(|call| call.signed.method == "AddOrder") {
        let there =
            call.param("cl_ord_id").and_then(|name| named.get(name)).map(Vec::as_slice).unwrap_or_default();
        let said = done(call);
        if there.len() != said || (call.went_well() && said != 1) {
            complaints.push(format!("{} orders of {}, {said} outcomes", there.len(), call.signed.body));
        }
        let id = there.first().map(|order| order.id.to_string());
        if call.went_well() && id.as_deref() != name(call) {
            complaints.push(format!("order {:?} was acknowledged, {id:?} is there", name(call)));
        }
    }
    complaints
}

/// Reports that were acknowledged are there, those whose removal was acknowledged are not, and there are as many as
/// outcomes say.
fn reports(book: &Book, image: &Image, accounts: &[AccountNo]) -> Vec<String> {
    let all = accounts.iter().flat_map(|account| image.venue.exports(*account, Micros::default()));
    let there: HashSet<String> = all.map(|export| export.id.to_string()).collect();
    let of = |method: &'static str| book.calls.iter().filter(move |call| call.signed.method == method);
    let ended: HashSet<&str> = of("RemoveExport").filter_map(|call| call.param("id")).collect();
    let asked = of("AddExport").filter(|call| call.went_well()).filter_map(name);
    let lost = asked.filter(|id| !there.contains(*id) && !ended.contains(id));
    let mut complaints: Vec<_> = lost.map(|id| format!("report {id} is not there")).collect();
    let removed = of("RemoveExport").filter(|call| call.went_well()).filter_map(|call| call.param("id"));
    complaints.extend(removed.filter(|id| there.contains(*id)).map(|id| format!("report {id} was removed")));
    let said = done(image, Action::AddExport).checked_sub(done(image, Action::RemoveExport));
    if said != Some(there.len()) {
        complaints.push(format!("{} reports, but outcomes say {said:?}", there.len()));
    }
    complaints
}

fn cancelled(book: &Book, orders: &[&Order]) -> Vec<String> {
    let by_id: HashMap<String, &Order> = orders.iter().map(|order| (order.id.to_string(), *order)).collect();
    let asked = book.calls.iter().filter(|call| call.signed.method == "CancelOrder" && call.went_well());
    let still = asked
        .filter_map(|call| call.param("txid"))
        .filter(|id| by_id.get(*id).is_none_or(|order| order.status == OrderStatus::Open));
    still.map(|id| format!("order {id} was cancelled, and is open or not there")).collect()
}

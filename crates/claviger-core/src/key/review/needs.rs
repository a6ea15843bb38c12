//! What a recorded call may have needed. Its action is on record, but not which orders or which report it asked for, on which
//! some rules depend: where it could have been one of several, all of them count.

use crate::action::{Action, History, OrderFacts};
use crate::permission::{PermissionSet, Rule};

const fn orders(open: bool, closed: bool) -> OrderFacts {
    OrderFacts { open, closed, report: None }
}

const NOTHING: OrderFacts = orders(false, false);
const ORDERS: &[OrderFacts] = &[NOTHING, orders(true, false), orders(false, true), orders(true, true)];
const REPORTS: &[OrderFacts] = &[
    NOTHING,
    OrderFacts { report: Some(History::Trades), ..NOTHING },
    OrderFacts { report: Some(History::Ledger), ..NOTHING },
];

/// What may have been asked for by a call of this action.
#[must_use]
pub const fn possible(action: Action) -> &'static [OrderFacts] {
    if action.rests_on_orders() {
        ORDERS
    } else if action.rests_on_report() {
        REPORTS
    } else {
        &[NOTHING]
    }
}

/// What may have been asked for by a call of this action that a key with these permissions was allowed; everything possible if
/// it would have been allowed none, so had others then.
pub fn plausible(action: Action, granted: PermissionSet) -> impl Iterator<Item = OrderFacts> {
    let holds = move |facts: &OrderFacts| action.rule(*facts).holds(granted);
    let any = possible(action).iter().any(holds);
    possible(action).iter().copied().filter(move |facts| !any || holds(facts))
}

/// The rules that have to go on holding for calls of these actions to be allowed as they are under `granted`: each once. What
/// `granted` does not allow is not among them.
#[must_use]
pub fn rules(granted: PermissionSet, used: impl IntoIterator<Item = Action>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for action in used {
        for facts in possible(action) {
            let rule = action.rule(*facts);
            if rule.holds(granted) && !rules.contains(&rule) {
                rules.push(rule);
            }
        }
    }
    rules
}

/// The permissions of `granted` by which calls of this action are allowed; none if they are not.
#[must_use]
pub fn used_by(action: Action, granted: PermissionSet) -> PermissionSet {
    let of = |rule: Rule| rule.0.iter().copied().find(|set| granted.contains_all(*set)).unwrap_or_default();
    rules(granted, [action]).into_iter().flat_map(|rule| of(rule).iter().collect::<Vec<_>>()).collect()
}

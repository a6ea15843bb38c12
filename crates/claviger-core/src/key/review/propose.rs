//! The smallest set of permissions that would have allowed everything that was allowed.

use super::needs::rules;
use crate::action::Action;
use crate::permission::{Permission, PermissionSet, Rule};

/// The smallest part of `granted` under which calls of all these actions are allowed as they are now. Of several with as few
/// permissions it is the least dangerous. Exact: every part of `granted` is looked at, at most 8192.
#[must_use]
pub fn propose(granted: PermissionSet, used: impl IntoIterator<Item = Action>) -> PermissionSet {
    let rules = rules(granted, used);
    let parts = parts(granted).filter(|part| enough(*part, &rules));
    parts.min_by_key(|part| (part.bits().count_ones(), danger(*part), part.bits())).unwrap_or(granted)
}

fn enough(part: PermissionSet, rules: &[Rule]) -> bool {
    rules.iter().all(|rule| rule.holds(part))
}

/// Every part of a set, the set itself and the empty one among them.
fn parts(of: PermissionSet) -> impl Iterator<Item = PermissionSet> {
    let all = of.bits();
    let next = move |bits: &u16| (*bits != 0).then(|| (bits - 1) & all);
    std::iter::successors(Some(all), next).filter_map(PermissionSet::from_bits)
}

/// How much a thief would make of them: each permission outweighs all before it together.
fn danger(set: PermissionSet) -> u32 {
    const RISING: [Permission; 13] = [
        Permission::CreateWsToken,
        Permission::QueryFunds,
        Permission::QueryOpenTrades,
        Permission::QueryClosedTrades,
        Permission::QueryLedger,
        Permission::ExportData,
        Permission::AddFunds,
        Permission::CloseTrades,
        Permission::ModifyTrades,
        Permission::EarnFunds,
        Permission::UpdateWithdrawAddress,
        Permission::AddWithdrawAddress,
        Permission::WithdrawFunds,
    ];
    RISING.iter().rev().fold(0, |sum, permission| sum << 1 | u32::from(set.contains(*permission)))
}

//! What an action needs: several sets of permissions, any one of which is enough.

use super::PermissionSet;
use std::fmt;

/// A rule in disjunctive form: it holds if all permissions of at least one set are granted.
/// `&[{A, B}]` is *A and B*; `&[{A}, {B}]` is *A or B*; `&[{}]` is *any valid key*.
///
/// A rule with no set at all never holds, so a rule somebody forgot to write refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule(pub &'static [PermissionSet]);

impl Rule {
    /// Any valid key.
    pub const ANY_KEY: Rule = Rule(&[PermissionSet::NONE]);

    /// Whether `granted` is enough.
    #[must_use]
    pub fn holds(self, granted: PermissionSet) -> bool {
        self.0.iter().any(|set| granted.contains_all(*set))
    }

    /// What is missing for the nearest way to satisfy the rule (the fewest missing permissions);
    /// empty if the rule holds.
    #[must_use]
    pub fn missing(self, granted: PermissionSet) -> PermissionSet {
        let gaps = self.0.iter().map(|set| set.minus(granted));
        gaps.min_by_key(|gap| gap.bits().count_ones()).unwrap_or_default()
    }
}

/// As in `query-funds and add-funds, or query-ledger`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, set) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(", or ")?;
            }
            if set.is_empty() { f.write_str("any valid key")? } else { write!(f, "{set}")? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::Permission::{AddFunds, CloseTrades, ModifyTrades, QueryFunds};

    const BOTH: Rule = Rule(&[PermissionSet::of(&[QueryFunds, AddFunds])]);
    const EITHER: Rule = Rule(&[PermissionSet::of(&[ModifyTrades]), PermissionSet::of(&[CloseTrades])]);

    #[test]
    fn and_needs_all_or_needs_one() {
        assert!(!BOTH.holds(PermissionSet::of(&[QueryFunds])));
        assert!(BOTH.holds(PermissionSet::of(&[QueryFunds, AddFunds, CloseTrades])));
        assert!(EITHER.holds(PermissionSet::of(&[CloseTrades])));
        assert!(!EITHER.holds(PermissionSet::of(&[QueryFunds])));
        assert!(Rule::ANY_KEY.holds(PermissionSet::NONE));
        assert!(!Rule(&[]).holds(Permission::ALL.into_iter().collect()));
    }

    use crate::permission::Permission;

    #[test]
    fn says_what_is_missing() {
        assert_eq!(BOTH.missing(PermissionSet::of(&[QueryFunds])), PermissionSet::of(&[AddFunds]));
        assert_eq!(EITHER.to_string(), "modify-trades, or close-trades");
    }
}

//! Which entries somebody may have to be told of, by what can be read of one without reading all of it.

use crate::action::{Action, Class};
use crate::entry::Outcome;

/// Whether an entry may be an event: acts, what became of withdrawals, refusals. Calls that went well, tens of thousands a
/// second, are none.
#[must_use]
pub fn is_noted(action: Action, outcome: Outcome) -> bool {
    match (action.class(), outcome) {
        (Class::Manage, _) => {
            !matches!(action, Action::PublicData | Action::HelpRead | Action::RetentionDrop)
        }
        (_, Outcome::Refused | Outcome::Folded) => true,
        // A key that ended itself: the one thing a key may do to itself.
        (Class::Introspect, Outcome::Changed) => matches!(action, Action::RevokeApiKey),
        (Class::Fund | Class::Cancel, Outcome::Done) => moves_money(action),
        _ => false,
    }
}

const fn moves_money(action: Action) -> bool {
    matches!(
        action,
        Action::Withdraw
            | Action::WithdrawCancel
            | Action::FundingAddAddress
            | Action::FundingUpdateAddress
            | Action::FundingRemoveAddress
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_well_all_day_is_passed_over() {
        for action in [Action::Balance, Action::AddOrder, Action::CancelOrder, Action::PublicData] {
            for outcome in [Outcome::Allowed, Outcome::Done, Outcome::Failed] {
                assert!(!is_noted(action, outcome), "{action} {}", outcome.name());
            }
        }
        assert!(!is_noted(Action::Withdraw, Outcome::Allowed), "it is told once it was taken");
    }

    #[test]
    fn acts_refusals_and_withdrawals_are_not() {
        assert!(is_noted(Action::KeyCreate, Outcome::Changed));
        assert!(is_noted(Action::RevokeApiKey, Outcome::Changed));
        assert!(is_noted(Action::Withdraw, Outcome::Done));
        assert!(is_noted(Action::Balance, Outcome::Refused) && is_noted(Action::AddOrder, Outcome::Folded));
    }
}

//! Entries that an engine writes by itself: the same bytes in each.

use crate::action::Action;
use crate::entry::{Actor, EntryDraft, Outcome, Target};
use crate::id::AccountId;
use crate::reason::{Detail, Reason};
use crate::text::ClientName;

/// The entry that stands for `dropped` entries which retention took out. It belongs to the oldest
/// account of the store, or to number 0 where there is none.
#[must_use]
pub fn retention_note(oldest_account: Option<AccountId>, dropped: u64) -> EntryDraft {
    EntryDraft {
        account: oldest_account.unwrap_or(AccountId::from_u64(0)),
        actor: Actor::System,
        action: Action::RetentionDrop,
        target: Target::Account,
        revision: 0,
        source: None,
        client: ClientName::default(),
        outcome: Outcome::Folded,
        reason: Reason::Retention,
        detail: Detail::Count(dropped),
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}

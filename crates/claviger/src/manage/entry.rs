//! Entries of management.

use super::Caller;
use super::words::capped;
use claviger_core::action::Action;
use claviger_core::entry::{EntryDraft, Outcome, Target};
use claviger_core::id::AccountId;
use claviger_core::reason::{Detail, Reason};

/// The entry of a change: who, what, to what, in words. `revision` is the one the target has
/// after the change (0 where there is none); `words` must hold no secret and are cut at 500 bytes.
#[must_use]
pub fn act(caller: &Caller, action: Action, target: Target, revision: u64, words: &str) -> EntryDraft {
    EntryDraft {
        account: caller.account,
        actor: caller.actor(),
        action,
        target,
        revision,
        source: caller.source,
        client: caller.client,
        outcome: Outcome::Changed,
        reason: Reason::None,
        detail: Detail::Change(capped(words)),
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}

/// The entry of a refused request.
pub(super) fn refused(caller: &Caller, target: Target, reason: Reason, words: &str) -> EntryDraft {
    let entry = act(caller, Action::AdminRefused, target, 0, words);
    EntryDraft { outcome: Outcome::Refused, reason, ..entry }
}

/// The entry of an act of the host itself.
#[must_use]
pub fn host_act(account: AccountId, action: Action, target: Target, words: &str) -> EntryDraft {
    act(&Caller::system(account), action, target, 0, words)
}

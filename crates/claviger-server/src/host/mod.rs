//! What an operator does on the host itself, beside or without a running server: back up, restore,
//! recover lost access, hold what was rolled back. Everything that changes a store is on record in its log, as an act of the
//! system.

mod backup;
mod doctor;
mod error;
mod file;
mod recover;
mod restore;

pub use backup::{BackedUp, backup, manifest_of};
pub use doctor::{Finding, Grade, doctor};
pub use error::HostError;
pub use recover::{
    LookedBack, Recovered, RecoveredClock, RecoveredLink, look_back, recover_clock, recover_first_owner,
    recover_rollback, recover_sign_in, recover_token,
};
pub use restore::{Restored, restore};

use claviger_core::action::Action;
use claviger_core::entry::{EntryDraft, Target};
use claviger_core::id::AccountId;

/// The entry of an act of the host.
fn act(account: AccountId, action: Action, target: Target, words: &str) -> EntryDraft {
    claviger::manage::host_act(account, action, target, words)
}

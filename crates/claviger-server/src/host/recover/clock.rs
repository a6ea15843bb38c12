//! The latest time of the log set back, if a clock ran ahead.

use super::{HostError, LOG, act, failed, open, write};
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::store::{Change, Store as _};
use claviger_core::time::Timestamp;
use std::path::Path;

/// What was reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveredClock {
    /// The latest time committed, as it was.
    pub from: Timestamp,
    /// As it is now.
    pub to: Timestamp,
}

/// Sets the latest time of the log back to this machine's clock.
///
/// # Errors
/// [`HostError::ClockFine`] if it is not ahead; [`HostError`].
pub fn recover_clock(data_dir: &Path, now: Timestamp) -> Result<RecoveredClock, HostError> {
    let store = open(data_dir)?;
    let mut lane = store.open_lane(LOG).map_err(failed(data_dir))?;
    let from = lane.head().latest;
    if from <= now {
        return Err(HostError::ClockFine);
    }
    let words = format!("latest time: {from} → {now}");
    let entry = act(AccountId::from_u64(0), Action::ClockReset, Target::Account, &words);
    write(&mut *lane, Change::ResetClock, entry, now)?;
    Ok(RecoveredClock { from, to: now })
}

//! What the exchange has on record of the key, sorted by whether the key asked for it.

use super::Told;
use claviger_venue::{FundingStatus, Withdrawal};

/// The withdrawals since the moment.
pub(crate) struct Withdrawn<'a> {
    /// Those the key asked for.
    pub(crate) by_it: Vec<&'a Withdrawal>,
    /// Those that others asked for, or of which it is not on record who did.
    pub(crate) by_others: Vec<&'a Withdrawal>,
}

impl<'a> Withdrawn<'a> {
    pub(crate) fn of(told: &'a Told) -> Self {
        let key = told.incident.record.id.as_u64();
        let all = told.exchange.iter().flat_map(|asked| &asked.withdrawals);
        let (by_it, by_others) = all.partition(|one| one.asked_by == Some(key));
        Withdrawn { by_it, by_others }
    }

    /// Those of the key that may still be cancelled.
    pub(crate) fn cancellable(&self) -> usize {
        self.by_it.iter().filter(|one| one.status == FundingStatus::Initial).count()
    }

    /// Those of the key that were not cancelled.
    pub(crate) fn gone(&self) -> usize {
        self.by_it.iter().filter(|one| one.status != FundingStatus::Canceled).count()
    }
}

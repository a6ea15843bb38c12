//! What the API needs of the paper exchange to keep alerts. Implemented by the wiring, which owns it.

use super::super::paper::{Boxed, PaperError};
use claviger::core::id::AccountId;
use claviger::core::store::Mutation;
use claviger_venue::{
    AccountNo, Alert, AlertId, AlertState, Command, Firing, FiringId, Micros, NewAlert, Venue,
};

/// An alert as it stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenAlert {
    /// The alert.
    pub alert: Alert,
    /// How it stands.
    pub state: AlertState,
    /// Whether its condition holds.
    pub holds: bool,
}

impl SeenAlert {
    /// An alert of an account, as the exchange has it.
    #[must_use]
    pub fn of(venue: &Venue, account: AccountNo, alert: &Alert, now: Micros) -> Self {
        let (state, holds) = (venue.alert_state(account, alert, now), venue.alert_holds(alert, now));
        SeenAlert { alert: alert.clone(), state, holds }
    }

    /// An alert that was just made or turned on or off.
    #[must_use]
    pub const fn begun(alert: Alert, holds: bool) -> Self {
        let state = match (alert.enabled, holds) {
            (true, true) => AlertState::Waiting,
            (true, false) => AlertState::Armed,
            (false, _) if alert.repeat_secs.is_none() && alert.fired_at.is_some() => AlertState::Fired,
            (false, _) => AlertState::Off,
        };
        SeenAlert { alert, state, holds }
    }
}

/// A change of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertChange {
    /// It is turned on or off.
    Enable(AlertId, bool),
    /// It is removed.
    Remove(AlertId),
}

impl From<AlertChange> for Command {
    fn from(change: AlertChange) -> Self {
        match change {
            AlertChange::Enable(id, enabled) => Command::EditAlert { id, enabled },
            AlertChange::Remove(id) => Command::RemoveAlert { id },
        }
    }
}

/// Makes the change of an alert that is created, once it is known.
pub type OfAlert = Box<dyn FnOnce(Option<SeenAlert>) -> Mutation + Send>;

/// Which firings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiredFilter {
    /// Only of this alert.
    pub alert: Option<AlertId>,
    /// Only before this one.
    pub before: Option<FiringId>,
    /// At most so many.
    pub limit: usize,
}

impl FiredFilter {
    /// The firings of an account, newest first.
    #[must_use]
    pub fn pick(&self, venue: &Venue, account: AccountNo) -> Vec<Firing> {
        let all = venue.firings(account, self.before);
        let asked = all.filter(|firing| self.alert.is_none_or(|alert| firing.alert == alert));
        asked.take(self.limit).cloned().collect()
    }
}

/// The alerts of the paper exchange as members reach them. Whoever asks was authorised before.
///
/// Each mutation is planned, then committed with its journal record and its entry in **one** transaction, by filling in
/// the journal of the mutation given, and applied only when that is durable.
pub trait AlertDesk: Send + Sync {
    /// Makes an alert.
    fn create_alert(
        &self,
        account: AccountId,
        new: NewAlert,
        mutation: OfAlert,
    ) -> Boxed<'_, Result<SeenAlert, PaperError>>;

    /// Changes an alert.
    fn change_alert(
        &self,
        account: AccountId,
        change: AlertChange,
        mutation: Mutation,
    ) -> Boxed<'_, Result<(), PaperError>>;

    /// One alert; none if the account has no such one.
    fn alert(&self, account: AccountId, id: AlertId) -> Boxed<'_, Result<Option<SeenAlert>, PaperError>>;

    /// At most so many alerts, oldest first, made after another.
    fn alerts(
        &self,
        account: AccountId,
        after: Option<AlertId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<SeenAlert>, PaperError>>;

    /// What fired.
    fn fired(&self, account: AccountId, filter: FiredFilter) -> Boxed<'_, Result<Vec<Firing>, PaperError>>;
}

//! Price alerts, and what they fired.

use crate::{
    account::AccountNo,
    alert::{Alert, AlertState, Firing},
    ids::{AlertId, FiringId},
    index::Watched,
    micros::Micros,
    venue::Venue,
};

impl Venue {
    /// Place of an alert among those of its account.
    pub(crate) fn alert_place(&self, account: AccountNo, id: AlertId) -> Option<usize> {
        let seq = id.seq(self.ids);
        self.records(account)?.alerts.binary_search_by_key(&seq, |alert| alert.id.seq(self.ids)).ok()
    }

    /// An alert of an account.
    #[must_use]
    pub fn alert(&self, account: AccountNo, id: AlertId) -> Option<&Alert> {
        self.records(account)?.alerts.get(self.alert_place(account, id)?)
    }

    /// The alerts of an account that were made after another one, oldest first; all of them without one. The other may
    /// have been removed.
    pub fn alerts(&self, account: AccountNo, after: Option<AlertId>) -> impl Iterator<Item = &Alert> {
        let after = after.map(|id| id.seq(self.ids));
        let all = self.records(account).map_or(&[][..], |records| &records.alerts);
        all.iter().filter(move |alert| after.is_none_or(|after| alert.id.seq(self.ids) > after))
    }

    /// What the alerts of an account fired before another firing, newest first; without one, all that is kept.
    pub fn firings(&self, account: AccountNo, before: Option<FiringId>) -> impl Iterator<Item = &Firing> {
        let before = before.map(|id| id.seq(self.ids));
        let all = self.records(account).into_iter().flat_map(|records| records.firings.iter().rev());
        all.filter(move |firing| before.is_none_or(|before| firing.id.seq(self.ids) < before))
    }

    /// Whether a firing of an account is on record.
    #[must_use]
    pub fn has_fired(&self, account: AccountNo, id: FiringId) -> bool {
        self.records(account).is_some_and(|records| records.firings.iter().rev().any(|one| one.id == id))
    }

    /// Whether the condition of an alert holds at an instant.
    #[must_use]
    pub fn alert_holds(&self, alert: &Alert, now: Micros) -> bool {
        let reached = |(watch, level)| {
            self.market.first_reach(watch, alert.pair, level, (now.secs(), now.secs())).is_some()
        };
        alert.condition.mark(alert.pair).is_ok_and(reached)
    }

    /// How an alert of an account stands at an instant.
    #[must_use]
    pub fn alert_state(&self, account: AccountNo, alert: &Alert, now: Micros) -> AlertState {
        if !alert.enabled {
            let is_over = alert.repeat_secs.is_none() && alert.fired_at.is_some();
            return if is_over { AlertState::Fired } else { AlertState::Off };
        }
        if alert.expires_at.is_some_and(|expires_at| expires_at <= now) {
            return AlertState::Expired;
        }
        let ceased = || {
            let span = self.unchecked(now)?;
            Watched::of(account, alert)?.ceases(&self.market, span)
        };
        let armed = self.index.alerts.is_armed(alert.id.seq(self.ids)) || ceased().is_some();
        if armed { AlertState::Armed } else { AlertState::Waiting }
    }

    /// Fills the index from the state.
    pub(crate) fn watch_alerts(&mut self) {
        let of = |(account, records): (&AccountNo, &crate::account::Account)| {
            records.alerts.iter().map(|alert| (*account, alert.id)).collect::<Vec<_>>()
        };
        let all: Vec<_> = self.state.accounts.iter().flat_map(of).collect();
        for (account, id) in all {
            self.watch_alert(account, id);
        }
    }
}

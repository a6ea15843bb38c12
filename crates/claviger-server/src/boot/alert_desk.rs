//! The alerts of the paper exchange as members reach them, and what is done with those that fire.

use super::paper_desk::{Desk, told};
use crate::api::alerts::{AlertChange, AlertDesk, FiredFilter, OfAlert, SeenAlert};
use crate::api::paper::{Boxed, PaperError};
use crate::telemetry::Counters;
use claviger_core::id::AccountId;
use claviger_core::store::Mutation;
use claviger_kraken::paper::{Listener, account_no};
use claviger_venue::{AlertId, Firing, NewAlert};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

impl AlertDesk for Desk {
    fn create_alert(
        &self,
        account: AccountId,
        new: NewAlert,
        mutation: OfAlert,
    ) -> Boxed<'_, Result<SeenAlert, PaperError>> {
        let seen = |(alert, holds)| SeenAlert::begun(alert, holds);
        let commit = move |record, made: Option<_>| self.journal(mutation(made.map(seen)))(record);
        let done = async move {
            let now = self.authority.now();
            self.paper.create_alert(account, new, now, commit).await.map(seen).map_err(told)
        };
        Box::pin(done)
    }

    fn change_alert(
        &self,
        account: AccountId,
        change: AlertChange,
        mutation: Mutation,
    ) -> Boxed<'_, Result<(), PaperError>> {
        Box::pin(self.change(account, change.into(), mutation))
    }

    fn alert(&self, account: AccountId, id: AlertId) -> Boxed<'_, Result<Option<SeenAlert>, PaperError>> {
        let (number, now) = (account_no(account), self.micros());
        Box::pin(
            self.look(move |venue| {
                venue.alert(number, id).map(|alert| SeenAlert::of(venue, number, alert, now))
            }),
        )
    }

    fn alerts(
        &self,
        account: AccountId,
        after: Option<AlertId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<SeenAlert>, PaperError>> {
        let (number, now) = (account_no(account), self.micros());
        Box::pin(self.look(move |venue| {
            let all = venue.alerts(number, after).take(limit);
            all.map(|alert| SeenAlert::of(venue, number, alert, now)).collect()
        }))
    }

    fn fired(&self, account: AccountId, filter: FiredFilter) -> Boxed<'_, Result<Vec<Firing>, PaperError>> {
        Box::pin(self.look(move |venue| filter.pick(venue, account_no(account))))
    }
}

/// Counts the alerts that fire and says so in the log: without the description, which is whatever somebody typed.
pub(super) struct Counting(pub(super) Arc<Counters>);

impl Listener for Counting {
    fn fired(&self, account: AccountId, firing: &Firing) {
        self.0.alerts_fired.fetch_add(1, Relaxed);
        tracing::info!(%account, alert = %firing.alert, firing = %firing.id, "a price alert fired");
    }
}

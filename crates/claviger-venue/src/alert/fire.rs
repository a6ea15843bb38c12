//! Alerts that fire.

use super::{Alert, Firing};
use crate::{
    event::Event,
    ids::{AlertId, FiringId},
    index::Watched,
    micros::Micros,
    venue::Venue,
};

/// Most firings given at once; whoever asks asks again until there is none.
const MOST_AT_ONCE: usize = 16;

impl Venue {
    /// The alerts that fire up to an instant, in order of time, as [`Event::AlertFired`]: at most 16 of them, so to be
    /// applied and asked for again until it gives nothing ([`Venue::advance`] does). It depends on nothing else that is
    /// due, and nothing else depends on it, but for [`Event::Checked`], which [`Venue::due`] holds back meanwhile.
    ///
    /// Neither how often it is called nor at which instants changes what fires, at which seconds and in which order.
    /// Costs a few look-ups per market with alerts when none fires, whatever their number.
    #[must_use]
    pub fn due_alerts(&self, now: Micros) -> Vec<Event> {
        let now = now.max(self.state.clock);
        let Some(span) = self.unchecked(now) else { return Vec::new() };
        let mut next = self.index.alerts.due(&self.market, span);
        let mut events = Vec::new();
        while events.len() < MOST_AT_ONCE
            && let Some((sec, seq, account)) = next.pop_first()
        {
            let Some(alert) = self.alert(account, AlertId::from_seq(self.ids, seq)) else { continue };
            let number = self.state.next.firing + events.len() as u64;
            events.push(Event::AlertFired { account, firing: Box::new(self.firing_of(alert, sec, number)) });
            let mut after = alert.clone();
            after.fire(Micros::from_secs(sec), self.keeps_alerts_on());
            let again = Watched::of(account, &after).and_then(|watched| watched.fires(&self.market, span));
            next.extend(again.map(|sec| (sec, seq, account)));
        }
        events
    }

    #[cfg(any(test, feature = "faults"))]
    pub(crate) const fn keeps_alerts_on(&self) -> bool {
        self.config.faults.keep_alerts_on
    }

    #[cfg(not(any(test, feature = "faults")))]
    #[expect(clippy::unused_self, reason = "same shape as with deliberate faults")]
    pub(crate) const fn keeps_alerts_on(&self) -> bool {
        false
    }

    fn firing_of(&self, alert: &Alert, sec: i64, number: u64) -> Firing {
        let at = Micros::from_secs(sec);
        let change = self.market.change(alert.pair, at);
        Firing {
            id: FiringId::from_seq(self.ids, number),
            alert: alert.id,
            at,
            pair: alert.pair,
            condition: alert.condition,
            price: change.price,
            day_ago: change.day_ago,
            description: alert.description.clone(),
        }
    }
}

impl Alert {
    /// It fired at an instant: it rests, or is over. `keeps_on` is the fault of one that goes on as if it had not.
    pub(crate) fn fire(&mut self, at: Micros, keeps_on: bool) {
        self.fired += 1;
        self.fired_at = Some(at);
        match self.repeat_secs {
            // a damaged pause must not make it fire twice at one second
            Some(secs) => self.since = at.plus(Micros::from_secs(secs.max(1))),
            None if keeps_on => self.since = at,
            None => self.enabled = false,
        }
    }
}

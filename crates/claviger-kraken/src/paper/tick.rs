//! What happens by itself, and snapshots.

use super::tail::Mark;
use super::{Landing, Paper, State, Stuck, Unavailable, micros};
use claviger::NotRecorded;
use claviger_core::time::Timestamp;
use claviger_venue::{Event, Micros, encode_events};
use tokio::sync::RwLockWriteGuard;

/// Events of what happens by itself after which a record is ended, so that what came due during a long pause is neither one
/// record nor one turn at the lock.
const ENOUGH: usize = 1_000;

impl Paper {
    /// Lets happen what is due (resting orders the market has reached, deposits and withdrawals
    /// that move on, alerts that fire) and waits until it is durable; reads a stale state again
    /// first. To be called a few times a second. Calls come in between when there is much.
    ///
    /// # Errors
    /// [`Unavailable`]: the state is stale still, or what is due cannot be worked out; call again.
    pub async fn tick(&self, now: Timestamp) -> Result<(), Unavailable> {
        if self.fresh().is_err() {
            self.reload().await?;
        }
        // of alerts whose record nobody waited for to the end
        self.tell();
        while self.fresh()?.is_due(micros(now)) {
            let _alone = self.alone().await?;
            self.turn(micros(now)).await.map_err(|stuck| {
                if let Stuck::Due(error) = stuck {
                    tracing::error!(%error, "what is due on the paper exchange cannot be worked out");
                }
                Unavailable
            })?;
        }
        Ok(())
    }

    /// The next instant at which something happens by itself, as far as it is known.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.state.lock().venue.next_due().map(|at| Timestamp::from_micros(at.0))
    }

    /// Lets happen what is due, each record durable before the next is queued. To be called alone at the gate.
    pub(super) async fn let_happen(&self, now: Timestamp) -> Result<(), Stuck> {
        while self.turn(micros(now)).await? {}
        Ok(())
    }

    /// Lets happen what is due but for alerts, then some of these; gives whether there was anything. To be called alone at
    /// the gate.
    async fn turn(&self, now: Micros) -> Result<bool, Stuck> {
        let mut any = false;
        while let Some(mark) = self.next_record(now)? {
            self.durable(mark).await.map_err(|NotRecorded| Stuck::Stale)?;
            any = true;
        }
        Ok(self.fire_alerts(now).await? || any)
    }

    /// Applies and queues the next record of what is due: what happens up to a step that goes on record alone, or that.
    fn next_record(&self, now: Micros) -> Result<Option<Mark>, Stuck> {
        let mut state = self.fresh().map_err(|Unavailable| Stuck::Stale)?;
        let due = state.advance(now, ENOUGH)?;
        if due.is_empty() { self.fire(&mut state, now) } else { self.queue(&mut state, &due) }
    }

    /// The gate to oneself, with no record in flight. A call's record is refused by the lane if an
    /// earlier one was lost since the call was let in; a record of no call is not, so it may only
    /// be queued when there is none that could be lost.
    pub(super) async fn alone(&self) -> Result<RwLockWriteGuard<'_, ()>, Unavailable> {
        let alone = self.gate.write().await;
        let earlier = self.fresh()?.tail.latest();
        if let Some(mark) = earlier {
            self.durable(mark).await.map_err(|NotRecorded| Unavailable)?;
        }
        Ok(alone)
    }

    /// Queues the record of events that were just applied.
    fn queue(&self, state: &mut State, events: &[Event]) -> Result<Option<Mark>, Stuck> {
        let landing = self.journal.append(state.record(events)?);
        let landing: Landing = Box::pin(async { landing.await.map(drop) });
        Ok(Some(state.tail.push(landing, &self.bell)))
    }

    /// Writes a snapshot, so that the records before it may be dropped and the next start is
    /// quick. To be called every few minutes.
    ///
    /// # Errors
    /// [`Unavailable`]: the store did not take it, or the state is stale; nothing is lost.
    pub async fn snapshot(&self) -> Result<(), Unavailable> {
        // One empty record marks the place in the journal that the copy stands for.
        let marker = encode_events(&[]).map_err(|_| Unavailable)?;
        let (copy, marked, earlier) = {
            let _shared = self.gate.read().await;
            let state = self.fresh()?;
            (state.venue.clone(), self.journal.append(marker), state.tail.latest())
        };
        if let Some(mark) = earlier {
            self.durable(mark).await.map_err(|NotRecorded| Unavailable)?;
        }
        let below = marked.await.map_err(|NotRecorded| Unavailable)?;
        let written = tokio::task::spawn_blocking(move || copy.snapshot()).await;
        let Ok(Ok(bytes)) = written else { return Err(Unavailable) };
        self.journal.append_snapshot(below, bytes).await.map(drop).map_err(|NotRecorded| Unavailable)
    }
}

//! A caller's place in the queue.

use claviger_core::store::{Item, Settled};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The item was not settled as far as anybody can say: the queue was full, the commit failed or
/// stalled. Nothing will be carried out on its behalf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the store could not settle it in time; nothing was done")]
pub struct Unanswered;

/// What the worker found, with the generation it was committed in.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) settled: Settled,
    pub(super) generation: u64,
}

/// The sender a caller waits on; no sender if nobody waits.
pub(super) struct Ticket {
    pub(super) sender: Option<oneshot::Sender<Answered>>,
    /// Since when its caller has been waiting.
    pub(super) since: Instant,
    /// Whether the caller may be told *not done* while the lane goes on: outcomes and records of
    /// the upstream are one sequence, in which none may be missing.
    may_lapse: bool,
}

impl Ticket {
    /// Whether the caller has waited for so long that it is told *not done*.
    pub(super) fn is_late(&self, now: Instant, limit: Duration) -> bool {
        now.saturating_duration_since(self.since) >= limit
    }

    /// Whether its item may be left out.
    pub(super) const fn may_lapse(&self) -> bool {
        self.may_lapse && self.sender.is_some()
    }

    /// Answers the caller *not done*. Should the item be committed nevertheless, it is treated
    /// like that of a caller who went away.
    pub(super) fn lapse(&mut self) {
        let (gone, _) = oneshot::channel();
        self.sender = Some(gone);
        self.may_lapse = false;
    }
}

/// One item with its ticket.
pub(super) struct Work {
    pub(super) item: Item,
    pub(super) ticket: Ticket,
}

impl Work {
    pub(super) fn new(item: Item, sender: Option<oneshot::Sender<Answered>>, since: Instant) -> Self {
        let may_lapse = matches!(item, Item::Claim(_) | Item::Change(_) | Item::Note(_));
        Work { item, ticket: Ticket { sender, since, may_lapse } }
    }
}

/// The future answer to a submitted item. Submission happened when this was made; polling only
/// waits.
#[must_use = "the item is already queued; wait for what becomes of it"]
pub struct Answer(Option<oneshot::Receiver<Answered>>);

impl Answer {
    pub(super) fn refused() -> Self {
        Answer(None)
    }

    /// An answer that came and was not heard. None can come after this has been asked.
    pub(crate) fn unheard(&mut self) -> Option<(Settled, u64)> {
        let receiver = self.0.as_mut()?;
        receiver.close();
        receiver.try_recv().ok().map(|answered| (answered.settled, answered.generation))
    }

    pub(super) fn waiting(receiver: oneshot::Receiver<Answered>) -> Self {
        Answer(Some(receiver))
    }
}

impl Future for Answer {
    type Output = Result<(Settled, u64), Unanswered>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(receiver) = self.0.as_mut() else { return Poll::Ready(Err(Unanswered)) };
        let polled = Pin::new(receiver).poll(context);
        if polled.is_ready() {
            self.0 = None;
        }
        polled.map(|answer| answer.map(|a| (a.settled, a.generation)).map_err(|_| Unanswered))
    }
}

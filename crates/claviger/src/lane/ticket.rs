//! A caller's place in the queue.

use claviger_core::store::{Item, Settled};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
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

/// One item with the sender its caller waits on; no sender if nobody waits.
pub(super) struct Work {
    pub(super) item: Item,
    pub(super) ticket: Option<oneshot::Sender<Answered>>,
}

/// The future answer to a submitted item. Submission happened when this was made; polling only
/// waits.
#[must_use = "the item is already queued; wait for what becomes of it"]
pub struct Answer(Option<oneshot::Receiver<Answered>>);

impl Answer {
    pub(super) fn refused() -> Self {
        Answer(None)
    }

    pub(super) fn waiting(receiver: oneshot::Receiver<Answered>) -> Self {
        Answer(Some(receiver))
    }
}

impl Future for Answer {
    type Output = Result<(Settled, u64), Unanswered>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(receiver) = self.0.as_mut() else { return Poll::Ready(Err(Unanswered)) };
        Pin::new(receiver)
            .poll(context)
            .map(|answer| answer.map(|a| (a.settled, a.generation)).map_err(|_| Unanswered))
    }
}

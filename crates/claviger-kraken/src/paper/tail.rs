//! How far the journal is behind the state: records that were queued and are not durable yet.

use super::Landing;
use claviger::NotRecorded;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// Wakes everybody who waits for a record.
#[derive(Default)]
pub(super) struct Bell(Mutex<Vec<Waker>>);

impl Bell {
    fn listen(&self, waker: &Waker) {
        let mut wakers = self.0.lock();
        if !wakers.iter().any(|known| known.will_wake(waker)) {
            wakers.push(waker.clone());
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let wakers = std::mem::take(&mut *self.0.lock());
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// A record's number and the era it was queued in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    number: u64,
    era: u64,
}

/// The records in flight. An era ends when one of them is lost, or the state is found broken.
#[derive(Default)]
pub(super) struct Tail {
    queued: u64,
    durable: u64,
    era: u64,
    /// `durable` when the era before this one ended.
    durable_then: u64,
    stale: bool,
    /// By number; none for one that has landed before those in front of it.
    in_flight: VecDeque<(u64, Option<Landing>)>,
}

impl Tail {
    /// Whether the state is ahead of what will ever be durable.
    pub(super) const fn is_stale(&self) -> bool {
        self.stale
    }

    /// Adds a record that was just queued. One that the lane refused is known to be lost at once,
    /// even while others before it are still in flight: nothing may be built on it.
    pub(super) fn push(&mut self, mut landing: Landing, bell: &Arc<Bell>) -> Mark {
        self.queued += 1;
        let mark = Mark { number: self.queued, era: self.era };
        let waker = Waker::from(bell.clone());
        match landing.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => self.in_flight.push_back((mark.number, Some(landing))),
            Poll::Ready(Ok(())) => self.in_flight.push_back((mark.number, None)),
            Poll::Ready(Err(NotRecorded)) => {
                self.lose();
                waker.wake();
            }
        }
        self.settle(bell);
        mark
    }

    /// The mark of the latest record; none if all are durable.
    pub(super) fn latest(&self) -> Option<Mark> {
        (self.durable < self.queued).then_some(Mark { number: self.queued, era: self.era })
    }

    /// Looks which records have landed, in order. To be called under the lock before anything is
    /// applied: a record whose loss is known must be noticed before another is built on it.
    pub(super) fn settle(&mut self, bell: &Arc<Bell>) {
        if self.in_flight.is_empty() {
            return;
        }
        let waker = Waker::from(bell.clone());
        let mut context = Context::from_waker(&waker);
        let mut moved = false;
        while let Some((number, landing)) = self.in_flight.front_mut() {
            let landed = landing.as_mut().map_or(Poll::Ready(Ok(())), |one| one.as_mut().poll(&mut context));
            match landed {
                Poll::Pending => break,
                Poll::Ready(Ok(())) => self.durable = *number,
                Poll::Ready(Err(NotRecorded)) => {
                    self.lose();
                    moved = true;
                    break;
                }
            }
            self.in_flight.pop_front();
            moved = true;
        }
        if moved {
            waker.wake();
        }
    }

    /// The state is stale: a record is lost, and with it all after it.
    pub(super) fn lose(&mut self) {
        if self.stale {
            return;
        }
        #[cfg(feature = "fault-forget-loss")]
        return self.forget();
        #[cfg(not(feature = "fault-forget-loss"))]
        self.go_stale();
    }

    /// The fault: a lost record is passed over, and the state goes on without it.
    #[cfg(feature = "fault-forget-loss")]
    fn forget(&mut self) {
        self.in_flight.clear();
        self.durable_then = self.durable;
        self.era += 1;
        self.durable = self.queued;
    }

    #[cfg(not(feature = "fault-forget-loss"))]
    fn go_stale(&mut self) {
        self.in_flight.clear();
        self.durable_then = self.durable;
        self.era += 1;
        self.stale = true;
    }

    /// The state was read again.
    pub(super) fn renew(&mut self) {
        self.durable = self.queued;
        self.stale = false;
    }

    /// Whether a record is known to be durable.
    pub(super) const fn is_durable(&self, mark: Mark) -> bool {
        let durable = match self.era - mark.era {
            0 => self.durable,
            1 => self.durable_then,
            _ => 0,
        };
        mark.number <= durable
    }

    /// Whether a record is durable; pending if that is not known yet.
    pub(super) fn poll(
        &mut self,
        mark: Mark,
        bell: &Arc<Bell>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), NotRecorded>> {
        bell.listen(context.waker());
        self.settle(bell);
        match self.is_durable(mark) {
            true => Poll::Ready(Ok(())),
            false if mark.era == self.era => Poll::Pending,
            false => Poll::Ready(Err(NotRecorded)),
        }
    }
}

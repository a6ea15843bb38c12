//! Where an HTTP/2 connection stands, and since when: written by its streams, read by the watch.
//!
//! A stream is *busy* from its whole header block to its answer, then *unsent* until the answer was handed to the
//! protocol, for which the client must have given it room. As with HTTP/1, no request that was begun is cut for a
//! timeout: a connection is cut only while none is busy, and from then on begins nothing.

use crate::net::pulse::{Patience, Tick, Timed, Verdict};
use crate::net::{AnswerBody, BrokenOff};
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use parking_lot::Mutex;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::task::{Context, Poll};

/// How long a client may take to say that it has seen the good-bye: a request it sent before is still taken.
const GOODBYE: Tick = 2_000;

/// The state of one connection.
pub(super) struct Streams {
    state: Mutex<State>,
    clock: Arc<AtomicU32>,
    /// Most requests it may take back beyond those that were answered.
    resets: u32,
}

#[derive(Debug, Clone, Copy)]
struct State {
    busy: u32,
    unsent: u32,
    /// Since when no stream is busy or unsent.
    quiet: Tick,
    unsent_since: Option<Tick>,
    /// Since when a header block is incomplete.
    block_since: Option<Tick>,
    /// Since when nothing written is taken.
    stalled_since: Option<Tick>,
    leaving_since: Option<Tick>,
    /// Taken back less answered, never below zero.
    resets: u32,
    closing: bool,
}

impl Streams {
    pub(super) fn new(clock: Arc<AtomicU32>, resets: u32) -> Self {
        let state = State {
            busy: 0,
            unsent: 0,
            quiet: clock.load(Relaxed),
            unsent_since: None,
            block_since: None,
            stalled_since: None,
            leaving_since: None,
            resets: 0,
            closing: false,
        };
        Streams { state: Mutex::new(state), clock, resets }
    }

    /// A request is whole but for its body. None if the connection is being closed: nothing may be begun.
    pub(super) fn begin(self: &Arc<Self>) -> Option<Begun> {
        let mut state = self.state.lock();
        if state.closing {
            return None;
        }
        state.busy += 1;
        drop(state);
        Some(Begun { streams: self.clone(), answered: false })
    }

    /// Bytes came; `within` says whether they ended within a header block.
    pub(super) fn read(&self, within: bool) {
        let mut state = self.state.lock();
        state.block_since = within.then(|| state.block_since.unwrap_or_else(|| self.now()));
    }

    /// The system, or the other side, takes nothing at present.
    pub(super) fn stalled(&self) {
        let mut state = self.state.lock();
        state.stalled_since = state.stalled_since.or_else(|| Some(self.now()));
    }

    /// Something was taken.
    pub(super) fn wrote(&self) {
        self.state.lock().stalled_since = None;
    }

    /// A part of a streamed answer was taken.
    fn goes_on(&self) {
        let now = self.now();
        let mut state = self.state.lock();
        state.unsent_since = state.unsent_since.map(|_| now);
    }

    fn now(&self) -> Tick {
        self.clock.load(Relaxed)
    }

    fn ended(&self, answered: bool) {
        let now = self.now();
        let mut state = self.state.lock();
        state.busy = state.busy.saturating_sub(1);
        if answered {
            state.resets = state.resets.saturating_sub(1);
            state.unsent += 1;
            state.unsent_since = state.unsent_since.or(Some(now));
        } else {
            state.resets = state.resets.saturating_add(1);
            // Answers are refused at once, and the watch comes within a moment.
            state.closing |= state.resets > self.resets;
        }
        state.note_quiet(now);
    }

    fn sent(&self) {
        let now = self.now();
        let mut state = self.state.lock();
        state.unsent = state.unsent.saturating_sub(1);
        if state.unsent == 0 {
            state.unsent_since = None;
        }
        state.note_quiet(now);
    }
}

impl State {
    fn note_quiet(&mut self, now: Tick) {
        if self.busy == 0 && self.unsent == 0 {
            self.quiet = now;
        }
    }

    /// What is to be done; pure.
    fn judge(&self, now: Tick, patience: &Patience) -> Verdict {
        let late = |since: Option<Tick>, limit: Tick| since.is_some_and(|at| now.wrapping_sub(at) >= limit);
        let quiet = self.busy == 0 && self.unsent == 0;
        let stuck = late(self.unsent_since, patience.idle) || late(self.stalled_since, patience.idle);
        let gone = late(self.leaving_since, if quiet { GOODBYE } else { patience.idle });
        let dripping = late(self.block_since, patience.head);
        if self.closing || (self.busy == 0 && (stuck || gone)) || (quiet && dripping) {
            Verdict::Cut
        } else if stuck || dripping || (quiet && now.wrapping_sub(self.quiet) >= patience.idle) {
            Verdict::Leave
        } else {
            Verdict::Stay
        }
    }
}

impl Timed for Streams {
    fn judge(&self, now: Tick, patience: &Patience) -> Verdict {
        let mut state = self.state.lock();
        let verdict = state.judge(now, patience);
        match verdict {
            Verdict::Stay => {}
            Verdict::Leave => state.leaving_since = state.leaving_since.or(Some(now)),
            Verdict::Cut => state.closing = true,
        }
        verdict
    }

    fn leave(&self) {
        let mut state = self.state.lock();
        state.leaving_since = state.leaving_since.or_else(|| Some(self.now()));
    }
}

/// A request that is being answered; dropped unanswered, it was taken back.
pub(super) struct Begun {
    streams: Arc<Streams>,
    answered: bool,
}

impl Begun {
    /// The answer was made.
    pub(super) fn answered(mut self, mut body: AnswerBody) -> Unsent {
        self.answered = true;
        let streams = self.streams.clone();
        if body.is_streamed() {
            let streams = streams.clone();
            body.tells(move || streams.goes_on());
        }
        drop(self);
        Unsent { body, streams }
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.streams.ended(self.answered);
    }
}

/// A body that says when it was taken, or given up.
pub(super) struct Unsent {
    body: AnswerBody,
    streams: Arc<Streams>,
}

impl Drop for Unsent {
    fn drop(&mut self) {
        self.streams.sent();
    }
}

impl Body for Unsent {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

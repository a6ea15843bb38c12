//! The thread that brings statements to one place. It may hang as long as the place does.

use super::PlaceError;
use super::error::witnessed_at;
use super::mark::Mark;
use super::slot::Slot;
use super::source::Source;
use super::watch::{PlaceState, PlaceWatch};
use claviger::clock::{Clock as _, SystemClock};
use claviger_audit::witness::{Statement, Verdict};
use claviger_core::store::StoreError;
use std::sync::Arc;
use std::time::Duration;

/// After a failure the next try is so much later, doubled each time up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What one thread needs.
pub(super) struct Keeper {
    pub(super) watch: Arc<PlaceWatch>,
    pub(super) slot: Arc<Slot>,
    pub(super) source: Source,
    pub(super) mark: Mark,
    /// What it brought there last.
    pub(super) last: Option<Statement>,
}

/// A statement was not kept.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    /// The place.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// What is there is not to be written over.
    #[error("it has {}, which {}", witnessed_at(there), meaning(*verdict))]
    Taken { there: Box<Statement>, verdict: Verdict },
    /// The store could not be asked what that means.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Foreign => "is another store's",
        Verdict::Forked => "is of another history than this store's",
        _ => "is beyond this store: another process serves a copy of it, or this one was rolled back",
    }
}

impl Keeper {
    /// Until there is nothing more to come.
    pub(super) fn run(mut self) {
        let mut pause = Duration::ZERO;
        while let Some(statement) = self.slot.next(pause) {
            self.watch.begins();
            match self.keep(&statement) {
                Ok(()) => {
                    self.kept(&statement);
                    pause = Duration::ZERO;
                }
                Err(trouble) => {
                    self.failed(&trouble);
                    self.slot.put_back(statement);
                    pause = (pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
                }
            }
        }
    }

    fn keep(&mut self, statement: &Statement) -> Result<(), Trouble> {
        let place = &self.watch.place;
        match place.read() {
            Ok(Some(there)) if there == *statement => {
                self.last = Some(there);
                return Ok(());
            }
            Ok(Some(there)) if self.last == Some(there) => {}
            Ok(Some(there)) => {
                let verdict = self.source.judge(&there)?;
                if !verdict.may_be_served() {
                    return Err(Trouble::Taken { there: Box::new(there), verdict });
                }
            }
            Ok(None) if self.last.is_some() => {
                tracing::warn!(place = place.shown(), "what the witness had was taken away; it is told anew");
            }
            Ok(None) => {}
            // This server knows better than bytes that nobody can read.
            Err(error) if error.is_garbage() => {
                tracing::warn!(%error, "what the witness had was damaged; it is told anew");
            }
            Err(error) => return Err(error.into()),
        }
        place.write(statement)?;
        self.last = Some(*statement);
        Ok(())
    }

    fn kept(&self, statement: &Statement) {
        let (place, next_sequence) = (self.watch.place.shown(), statement.next_sequence);
        match self.watch.kept(next_sequence) {
            PlaceState::Kept => {}
            PlaceState::New => {
                tracing::info!(place, next_sequence, "the witness is kept");
                self.leave_mark();
            }
            PlaceState::Failing { .. } | PlaceState::Taken { .. } => {
                tracing::info!(place, next_sequence, "the witness is kept again");
                self.leave_mark();
            }
        }
    }

    /// Each trouble is told once, until there is another one or none.
    fn failed(&self, trouble: &Trouble) {
        let (since, place) = (SystemClock.now(), self.watch.place.shown());
        if let Trouble::Taken { .. } = trouble {
            if !matches!(self.watch.failed(PlaceState::Taken { since }), PlaceState::Taken { .. }) {
                tracing::error!(
                    place,
                    error = %trouble,
                    "the witness is somebody else's, and is left as it is: a roll-back would not be noticed"
                );
            }
        } else if !matches!(self.watch.failed(PlaceState::Failing { since }), PlaceState::Failing { .. }) {
            tracing::warn!(place, error = %trouble, "the witness cannot be kept, and is tried again; calls go on");
        }
    }

    fn leave_mark(&self) {
        if let Err(error) = self.mark.leave() {
            tracing::warn!(%error, path = %self.mark.path().display(), "the mark that there is a witness could not be left");
        }
    }
}

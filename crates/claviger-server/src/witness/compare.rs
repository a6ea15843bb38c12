//! The comparison at the start: it decides whether the store is served.

use super::look::Seen;
use super::mark::Mark;
use super::source::judged;
use super::{Looked, Mismatch, WitnessError};
use crate::config::{Config, WhenUnreadable};
use claviger_audit::witness::{Statement, Verdict};
use claviger_sqlite::SqliteStore;
use std::path::Path;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compared {
    /// There is no witness, or it is new, or it and the store agree.
    Fine,
    /// There is one, and nobody knows what it would say.
    Unknown,
}

impl Looked {
    /// The statements that were read, each with its place.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (&Seen, &Statement)> {
        self.0.iter().filter_map(|seen| Some((seen, seen.found.as_ref().ok()?.as_ref()?)))
    }

    /// Before a data directory without a database is given a new one.
    ///
    /// # Errors
    /// [`WitnessError::NoDatabase`] if there was one.
    pub(crate) fn allows_a_new_store(&self, dir: &Path) -> Result<(), WitnessError> {
        match self.statements().next() {
            None => Ok(()),
            Some((seen, witnessed)) => Err(WitnessError::NoDatabase {
                dir: dir.to_owned(),
                shown: seen.place.shown(),
                witnessed: Box::new(*witnessed),
            }),
        }
    }

    /// Why the places that could not be read could not; empty if there are none.
    pub(crate) fn unreadable(&self) -> String {
        let all = self.0.iter().filter_map(|seen| seen.found.as_ref().err());
        all.map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    fn places(&self) -> String {
        self.0.iter().map(|seen| seen.place.shown()).collect::<Vec<_>>().join(", ")
    }
}

/// Compares the store of a data directory with what was found. Says in the log what came of it.
///
/// # Errors
/// [`WitnessError`]: the store must not be served.
pub(crate) fn compared(
    config: &Config,
    looked: &Looked,
    store: &SqliteStore,
) -> Result<Compared, WitnessError> {
    let dir = &config.server.data_dir;
    for (seen, witnessed) in looked.statements() {
        agree(seen, witnessed, store, dir)?;
    }
    let (unreadable, mark) = (looked.unreadable(), Mark::of(dir));
    let any = looked.statements().next().is_some();
    let said = match (looked.0.is_empty(), any, unreadable.is_empty()) {
        (true, ..) => {
            if mark.is_there() {
                tracing::warn!(
                    "a witness was kept of this data before, and none is set now: a roll-back is not noticed"
                );
            }
            return Ok(Compared::Fine);
        }
        (_, true, false) => {
            tracing::warn!(error = unreadable, "a witness cannot be read; the other one was compared");
            return Ok(Compared::Fine);
        }
        (_, true, true) => return Ok(Compared::Fine),
        (_, false, true) if !mark.is_there() => {
            tracing::info!(
                places = looked.places(),
                "there is nothing at the witness yet; this start is the first one it sees"
            );
            return Ok(Compared::Fine);
        }
        (_, false, true) => WitnessError::Gone { places: looked.places(), mark: mark.path().to_owned() },
        (_, false, false) => WitnessError::Unreadable(unreadable),
    };
    match config.witness.when_unreadable {
        WhenUnreadable::Refuse => Err(said),
        WhenUnreadable::Serve => {
            tracing::error!(error = %said, "serving without having been compared with the witness, as witness.when_unreadable says");
            Ok(Compared::Unknown)
        }
    }
}

fn agree(seen: &Seen, witnessed: &Statement, store: &SqliteStore, dir: &Path) -> Result<(), WitnessError> {
    let (verdict, found) = judged(store, witnessed)?;
    let (shown, next_sequence) = (seen.place.shown(), witnessed.next_sequence);
    match verdict {
        Verdict::Continues => tracing::info!(place = shown, next_sequence, "all that was witnessed is there"),
        Verdict::Unproven => tracing::warn!(
            place = shown,
            next_sequence,
            "the entry that was witnessed was dropped by retention: nothing shows that the store was rolled back, or that \
             it was not"
        ),
        Verdict::Held => tracing::warn!(
            place = shown,
            next_sequence,
            "the store was rolled back on purpose since it was witnessed; its keys are held until they are readmitted"
        ),
        Verdict::Behind | Verdict::Forked | Verdict::Foreign => {
            let (witnessed, dir) = (*witnessed, dir.to_owned());
            return Err(WitnessError::Mismatch(Box::new(Mismatch { shown, witnessed, dir, found, verdict })));
        }
    }
    Ok(())
}

//! What can be wrong with a witness, and why a server does not start. Each says what to do.

use crate::net::trust::TrustError;
use claviger_audit::witness::{Position, Statement, StatementError, Verdict};
use claviger_core::store::StoreError;
use claviger_core::time::Timestamp;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// A place could not be read or written. Each is told in one line with others, so it names its cause.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It is not there.
    #[error("{}: there is no such directory; is what is mounted there missing?", .0.display())]
    NoDirectory(PathBuf),
    /// A file.
    #[error("{}: {what}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What could not be done with it.
        what: &'static str,
        /// What the system said.
        cause: io::Error,
    },
    /// The exchange with a URL.
    #[error("{url}: {said}")]
    Http {
        /// Without its query.
        url: String,
        /// What happened.
        said: String,
    },
    /// Its answer.
    #[error("{url}: it answered with HTTP status {status}{}", if (300..400).contains(status) {
        ", and redirects are not followed: name the right URL"
    } else {
        ""
    })]
    Status {
        /// Without its query.
        url: String,
        /// The status.
        status: u16,
    },
    /// It takes too long.
    #[error("{0}: it does not answer within {secs} seconds", secs = super::place::PATIENCE.as_secs())]
    Late(String),
    /// What is there.
    #[error("{shown}: {cause}")]
    Statement {
        /// The place.
        shown: String,
        /// Why it cannot be read.
        cause: StatementError,
    },
    /// Whom to trust.
    #[error("witness.ca: {0}")]
    Trust(TrustError),
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The settings name something that cannot be used.
    #[error("the witness cannot be set up: {0}")]
    Settings(PlaceError),
    /// The store is not what was witnessed.
    #[error("{0}")]
    Mismatch(Box<Mismatch>),
    /// There is no database at all.
    #[error(
        "{}: there is no database in it, but the witness ({shown}) has seen one: {}. Name the right server.data_dir, or \
         restore a backup into it (`claviger restore`). For a new store, take that statement away first",
        dir.display(), witnessed_at(witnessed)
    )]
    NoDatabase {
        /// The data directory.
        dir: PathBuf,
        /// The place.
        shown: String,
        /// What it says.
        witnessed: Box<Statement>,
    },
    /// No place could be read.
    #[error(
        "the witness cannot be read, so nobody can say whether the data was rolled back: {0}. Mend it and start again; to \
         start without it this once: --set witness.when_unreadable=serve"
    )]
    Unreadable(String),
    /// It was there before.
    #[error(
        "nothing is at the witness ({places}), though one was kept of this store ({} says so); is what is mounted there \
         missing? Bring it back; if the witness was moved, move its statement along. To begin a new one: --set \
         witness.when_unreadable=serve, for this start",
        mark.display()
    )]
    Gone {
        /// Where it was looked for.
        places: String,
        /// The file that says that there was one.
        mark: PathBuf,
    },
    /// The store.
    #[error("the store could not be compared with its witness")]
    Store(#[from] StoreError),
    /// It is not served unseen without an entry that says so.
    #[error("that the store is served without its witness could not be put on record; start again")]
    Unrecorded,
    /// The system gave no thread.
    #[error("no thread for the witness")]
    Thread(#[from] io::Error),
}

/// A store that is not what was witnessed.
#[derive(Debug)]
pub struct Mismatch {
    /// The place.
    pub shown: String,
    /// What it says.
    pub witnessed: Statement,
    /// The data directory.
    pub dir: PathBuf,
    /// Where its store stands.
    pub found: Position,
    /// What that means.
    pub verdict: Verdict,
}

const REMEDY: &str = "Nothing was changed. If the newer data is still somewhere, put it back; else hold every key until \
                      it is readmitted, as a restore does, with the same settings: claviger recover rollback";

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mismatch { shown, witnessed, dir, found, verdict } = self;
        let dir = dir.display();
        match verdict {
            Verdict::Foreign => write!(
                f,
                "the witness ({shown}) is that of another store: it saw log {} of {}, and {dir} has log {} of {}. Name the right \
                 witness and the right server.data_dir; two stores cannot share one. If this is a new store in the place of \
                 one that is given up, take that statement away",
                witnessed.log.0, witnessed.store, found.log.0, found.store
            ),
            Verdict::Forked => write!(
                f,
                "{dir}: this is another history than the one its witness ({shown}) saw: {}, and the store, at {}, has \
                 another entry before that sequence. It was rolled back, and went on. {REMEDY}",
                witnessed_at(witnessed),
                found_at(found)
            ),
            _ => write!(
                f,
                "{dir}: the data was rolled back (files copied back, or a volume to a snapshot), and what was revoked, \
                 narrowed or used since would come back to life: the witness ({shown}) saw it at {}, and it is at {}. \
                 {REMEDY}",
                witnessed_at(witnessed),
                found_at(found)
            ),
        }
    }
}

/// How far the witness saw it, in words.
pub(crate) fn witnessed_at(statement: &Statement) -> String {
    far(statement.epoch, statement.next_sequence, statement.latest)
}

fn found_at(found: &Position) -> String {
    far(found.epoch, found.next_sequence, found.latest)
}

fn far(epoch: u32, next_sequence: u64, latest: Timestamp) -> String {
    format!("epoch {epoch}, next sequence {next_sequence}, latest time {latest}")
}

//! Data that was rolled back otherwise than by a restore is held as a restore holds it.
//!
//! # Order of writes
//! 1. The witness is read, and the store is compared with it; nothing is written.
//! 2. The epoch is raised above what was witnessed, and above any that the store can have had.
//! 3. One transaction holds every key, revokes every token, and says so.
//!
//! The witness itself is left as it is: the next start finds the store held since, and tells it anew.

use super::{HostError, LOG, act, failed, open};
use crate::config::Config;
use crate::witness::{self, Looked, Mismatch, WitnessError, judged, witnessed_at};
use claviger_audit::witness::{Position, Statement, Verdict};
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;

/// What a store and its witness say, before anything is done.
#[derive(Debug, Clone)]
pub struct LookedBack {
    /// Where the store stands.
    pub found: Position,
    /// Whether a witness says that it was rolled back.
    pub proven: bool,
    /// What each place says, and why one says nothing.
    pub said: Vec<String>,
}

/// Looks at a store and its witness, and changes nothing.
///
/// # Errors
/// [`HostError`], also if the witness is that of another store.
pub fn look_back(config: &Config) -> Result<LookedBack, HostError> {
    let dir = &config.server.data_dir;
    let store = SqliteStore::open_read_only(dir, Options::default()).map_err(failed(dir))?;
    Ok(compare(&look(config)?, &store, dir)?.0)
}

/// Holds every key and revokes every token of a store; gives where it stood.
///
/// # Errors
/// [`HostError`]; nothing was held then.
pub fn recover_rollback(config: &Config, now: Timestamp) -> Result<Position, HostError> {
    let dir = &config.server.data_dir;
    let looked = look(config)?;
    let store = open(dir)?;
    let (LookedBack { found, .. }, highest) = compare(&looked, &store, dir)?;
    drop(store);
    // Time never falls in a log. What was lost had come this far.
    let now = highest.map_or(now, |highest| now.max(highest.latest));
    let known = highest.map_or(0, |highest| highest.epoch);
    let entry = || act(AccountId::from_u64(0), Action::Restored, Target::Account, &words(&found, highest));
    claviger_sqlite::hold(dir, known, now, entry).map_err(failed(dir))?;
    Ok(found)
}

fn look(config: &Config) -> Result<Looked, HostError> {
    let places = witness::places(&config.witness).map_err(WitnessError::Settings)?;
    Ok(witness::look(&places))
}

/// What all say, and a statement that is as high as any of them in everything.
fn compare(
    looked: &Looked,
    store: &SqliteStore,
    dir: &Path,
) -> Result<(LookedBack, Option<Statement>), HostError> {
    let found = store.position(LOG).map_err(failed(dir))?;
    let (mut said, mut proven, mut highest) = (Vec::new(), false, None::<Statement>);
    for (seen, witnessed) in looked.statements() {
        let verdict = judged(store, witnessed).map_err(failed(dir))?.0;
        let shown = seen.place.shown();
        if verdict == Verdict::Foreign {
            let mismatch = Mismatch { shown, witnessed: *witnessed, dir: dir.to_owned(), found, verdict };
            return Err(WitnessError::Mismatch(Box::new(mismatch)).into());
        }
        proven |= !verdict.may_be_served();
        said.push(format!("{shown}: {}", witnessed_at(witnessed)));
        highest = Some(highest.map_or(*witnessed, |so_far| higher(so_far, witnessed)));
    }
    said.extend(Some(looked.unreadable()).filter(|unreadable| !unreadable.is_empty()));
    Ok((LookedBack { found, proven, said }, highest))
}

fn higher(one: Statement, other: &Statement) -> Statement {
    Statement {
        epoch: one.epoch.max(other.epoch),
        next_sequence: one.next_sequence.max(other.next_sequence),
        latest: one.latest.max(other.latest),
        ..one
    }
}

fn words(found: &Position, witnessed: Option<Statement>) -> String {
    let Position { log, epoch, next_sequence, latest, .. } = found;
    let seen = witnessed.map_or_else(|| "nothing".to_owned(), |statement| witnessed_at(&statement));
    format!(
        "held as rolled back: log {}, epoch {epoch}, next sequence {next_sequence}, latest time {latest}; witnessed: \
         {seen}; keys held, tokens revoked",
        log.0
    )
}

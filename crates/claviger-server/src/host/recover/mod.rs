//! Lost access, a clock that ran ahead, data that was rolled back: mended on the host, by whoever may
//! write to the data directory, while no server runs. Each is one transaction with its entry.

mod clock;
mod first_owner;
mod rollback;
mod sign_in;
mod token;

pub use clock::{RecoveredClock, recover_clock};
pub use first_owner::{RecoveredLink, recover_first_owner};
pub use rollback::{LookedBack, look_back, recover_rollback};
pub use sign_in::recover_sign_in;
pub use token::{Recovered, recover_token};

use super::{HostError, act};
use claviger_core::entry::EntryDraft;
use claviger_core::id::LogId;
use claviger_core::store::{Change, Conflict, Item, Lane, Mutation, Settled, StoreError};
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;

/// The embedded store has one log.
const LOG: LogId = LogId(0);

fn open(data_dir: &Path) -> Result<SqliteStore, HostError> {
    if !data_dir.join("claviger.db").is_file() {
        let source = StoreError::Unavailable("there is no database in it".to_owned());
        return Err(HostError::Store { path: data_dir.to_owned(), source });
    }
    SqliteStore::open(data_dir, Options::default()).map_err(failed(data_dir))
}

fn failed(data_dir: &Path) -> impl FnOnce(StoreError) -> HostError {
    let path = data_dir.to_owned();
    move |source| HostError::Store { path, source }
}

fn write(lane: &mut dyn Lane, change: Change, entry: EntryDraft, now: Timestamp) -> Result<(), HostError> {
    let name = match &change {
        Change::CreateToken { record, .. } => record.name.to_string(),
        _ => String::new(),
    };
    let item = Item::Change(Box::new(Mutation::new(change, entry)));
    let settled = lane.commit(&[item], now).map_err(|error| HostError::Commit(error.to_string()))?;
    match settled.as_slice() {
        [Settled::Written(_)] => Ok(()),
        [Settled::Conflict(Conflict::NameTaken)] => Err(HostError::NameTaken(name)),
        [Settled::Conflict(conflict)] => Err(HostError::Commit(conflict.to_string())),
        _ => Err(HostError::Commit("the store answered something else".to_owned())),
    }
}

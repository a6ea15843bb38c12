//! Lost access recovered on the host, by whoever may write to the data directory, while no server
//! runs. Each is one transaction with its entry.

use super::{HostError, act};
use claviger::OsEntropy;
use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::credential::AdminToken;
use claviger_core::entry::{EntryDraft, Target};
use claviger_core::id::{AccountId, LogId, TokenId};
use claviger_core::role::Role;
use claviger_core::store::{Change, Conflict, Item, Lane, Mutation, Settled, Store as _, StoreError};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_core::token::{TokenDigest, TokenRecord};
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;

/// The embedded store has one log.
const LOG: LogId = LogId(0);
/// Most accounts listed in an error.
const LISTED: usize = 20;

/// A new token. Has no `Debug`.
pub struct Recovered {
    /// Whose operator it is.
    pub account: AccountRecord,
    /// Its name.
    pub name: Name,
    /// To be shown once, and kept nowhere.
    pub token: AdminToken,
}

/// What was reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveredClock {
    /// The latest time committed, as it was.
    pub from: Timestamp,
    /// As it is now.
    pub to: Timestamp,
}

/// Makes an operator's token for an account: the one named, or the only one.
///
/// # Errors
/// [`HostError`]; nothing was changed then.
pub fn recover_token(
    data_dir: &Path,
    account: Option<&str>,
    name: Name,
    now: Timestamp,
) -> Result<Recovered, HostError> {
    let store = open(data_dir)?;
    let account = choose(&store, data_dir, account)?;
    let token = AdminToken::random(&mut OsEntropy)?;
    let record = TokenRecord {
        id: TokenId::random(&mut OsEntropy)?,
        account: account.id,
        name: name.clone(),
        role: Role::Operator,
        digest: TokenDigest(token.digest()),
        revision: 1,
        created_at: now,
        expires_at: None,
        revoked_at: None,
    };
    let words = format!("role {} \"{name}\"; made on the host", record.role);
    let entry = act(account.id, Action::Recovered, Target::Token(record.id), &words);
    let mut lane = store.open_lane(LOG).map_err(failed(data_dir))?;
    // No limit: somebody who has lost access cannot revoke a token first.
    write(&mut *lane, Change::CreateToken { record, limit: u32::MAX }, entry, now)?;
    Ok(Recovered { account, name, token })
}

/// Sets the latest time of the log back to this machine's clock.
///
/// # Errors
/// [`HostError::ClockFine`] if it is not ahead; [`HostError`].
pub fn recover_clock(data_dir: &Path, now: Timestamp) -> Result<RecoveredClock, HostError> {
    let store = open(data_dir)?;
    let mut lane = store.open_lane(LOG).map_err(failed(data_dir))?;
    let from = lane.head().latest;
    if from <= now {
        return Err(HostError::ClockFine);
    }
    let words = format!("latest time: {from} → {now}");
    let entry = act(AccountId::from_u64(0), Action::ClockReset, Target::Account, &words);
    write(&mut *lane, Change::ResetClock, entry, now)?;
    Ok(RecoveredClock { from, to: now })
}

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

fn choose(store: &SqliteStore, data_dir: &Path, wanted: Option<&str>) -> Result<AccountRecord, HostError> {
    let accounts = store.accounts(None, usize::MAX).map_err(failed(data_dir))?;
    let names = || {
        let names: Vec<&str> = accounts.iter().take(LISTED).map(|account| account.name.as_str()).collect();
        names.join(", ")
    };
    let is = |account: &&AccountRecord, wanted: &str| {
        account.id.to_string() == wanted || account.name.folded() == wanted.to_lowercase()
    };
    match (wanted, accounts.as_slice()) {
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(HostError::NoAccount(String::new(), "none yet; start the server once".to_owned())),
        (None, _) => Err(HostError::WhichAccount(names())),
        (Some(wanted), _) => {
            let found = accounts.iter().find(|account| is(account, wanted)).cloned();
            found.ok_or_else(|| HostError::NoAccount(wanted.to_owned(), names()))
        }
    }
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

//! The reading half, and how a store is opened.

use crate::backup::{Point, point};
use crate::connect::{self, DATABASE};
use crate::index::Tail;
use crate::lane::{SqliteLane, take_over};
use crate::lock::DirLock;
use crate::options::Options;
use crate::pool::Pool;
use crate::read::{
    accounts, answers, entries, history, journal, keys, nonces, number, position, records, stats, tokens,
};
use crate::schema::{self, Migration};
use crate::shared::Shared;
use claviger_audit::LeafHash;
use claviger_audit::witness::Position;
use claviger_core::account::AccountRecord;
use claviger_core::credential::ApiKey;
use claviger_core::entry::Entry;
use claviger_core::id::{AccountId, KeyId, LogId, TokenId};
use claviger_core::nonce::NonceState;
use claviger_core::store::{
    Answered, Followed, HistoryPage, HistoryQuery, JournalRecord, KeyFilter, KeyRow, Lane, OnceKey, Record,
    RecordKind, RecordsOf, Store, StoreError, StoreStats, Wanted, WrappedKeys,
};
use claviger_core::token::{TokenDigest, TokenRecord};
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, RwLock};

/// The embedded engine: one process, one data directory, one log.
#[derive(Debug)]
pub struct SqliteStore {
    shared: Arc<Shared>,
    migrated: Option<Migration>,
}

impl SqliteStore {
    /// Opens the store in the data directory `dir`, making its database if there is none and
    /// bringing the tables of an older release up to date ([`SqliteStore::migrated`]), and keeps every other process out until the store and all of its lanes are dropped.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process has the directory; [`StoreError::Unavailable`] if
    /// it is missing or cannot be written to; [`StoreError::Foreign`] if the database is not one
    /// of this program, or of a newer release; [`StoreError::Corrupt`] if it is damaged.
    pub fn open(dir: &Path, options: Options) -> Result<Self, StoreError> {
        let lock = DirLock::take(dir)?;
        let path = dir.join(DATABASE);
        if path.is_file() {
            connect::take_back(&path)?;
            schema::inspect(&connect::reader(&path, options.reader_cache_kib)?)?;
        }
        let migrated = schema::prepare(&connect::writer(&path, &options)?, &path)?;
        // The file's name must be as durable as what will be written into it.
        let synced = File::open(dir).and_then(|dir| dir.sync_all());
        synced.map_err(|error| StoreError::Unavailable(format!("cannot sync {}: {error}", dir.display())))?;
        Ok(Self { migrated, ..Self::with(dir, options, Some(lock)) })
    }

    /// Opens the store in `dir` for reading only, beside a process that serves it if there is one.
    /// Its lanes cannot be opened.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], save that a directory in use is no error.
    pub fn open_read_only(dir: &Path, options: Options) -> Result<Self, StoreError> {
        let path = dir.join(DATABASE);
        if !path.is_file() {
            return Err(StoreError::Unavailable(format!("there is no {}", path.display())));
        }
        let conn = connect::reader(&path, options.reader_cache_kib)?;
        schema::check(&conn)?;
        schema::whole(&conn, &path)?;
        Ok(Self::with(dir, options, None))
    }

    /// What this opening brought up to date. The lane writes the entry of it.
    #[must_use]
    pub const fn migrated(&self) -> Option<Migration> {
        self.migrated
    }

    /// Where the lane stands, as far as it is committed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn point(&self) -> Result<Point, StoreError> {
        self.shared.pool.read(point)
    }

    /// Where it stands, as a witness is told; `log` is the one it has, or would have, if none was
    /// opened yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn position(&self, log: LogId) -> Result<Position, StoreError> {
        self.shared.pool.read(|conn| position::position(conn, log))
    }

    /// The leaf hash of the entry with this sequence, if it is kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn leaf(&self, log: LogId, sequence: u64) -> Result<Option<LeafHash>, StoreError> {
        self.shared.pool.read(|conn| position::leaf(conn, log, sequence))
    }

    /// How many keys are held, since the store was rolled back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn held(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM keys
                   WHERE state <> 5 AND incarnation < (SELECT incarnation FROM meta)";
        self.shared.pool.read(|conn| number(conn, sql)).map(i64::cast_unsigned)
    }

    #[cfg(test)]
    pub(crate) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    fn with(dir: &Path, options: Options, lock: Option<DirLock>) -> Self {
        let path = dir.join(DATABASE);
        let pool = Pool::new(&path, &options);
        let tail = RwLock::new(Tail::default());
        let shared = Shared { dir: dir.to_owned(), path, options, pool, tail, _lock: lock };
        SqliteStore { shared: Arc::new(shared), migrated: None }
    }
}

impl Store for SqliteStore {
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError> {
        if self.shared._lock.is_none() {
            return Err(StoreError::Unavailable("the store is open for reading only".to_owned()));
        }
        let active = take_over(&self.shared, log)?;
        Ok(Box::new(SqliteLane::new(Arc::clone(&self.shared), active)))
    }

    fn key_by_api_key(&self, api_key: &ApiKey) -> Result<Option<KeyRow>, StoreError> {
        self.shared.pool.read(|conn| keys::by_api_key(conn, api_key))
    }

    fn key(&self, id: KeyId) -> Result<Option<KeyRow>, StoreError> {
        self.shared.pool.read(|conn| keys::by_id(conn, id))
    }

    fn keys(
        &self,
        account: AccountId,
        filter: &KeyFilter,
        after: Option<KeyId>,
        limit: usize,
    ) -> Result<Vec<KeyRow>, StoreError> {
        self.shared.pool.read(|conn| keys::list(conn, account, filter, after, limit))
    }

    fn nonces(&self, id: KeyId) -> Result<Option<NonceState>, StoreError> {
        self.shared.pool.read(|conn| nonces::nonces(conn, id))
    }

    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>, StoreError> {
        self.shared.pool.read(|conn| tokens::by_digest(conn, digest))
    }

    fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        self.shared.pool.read(|conn| tokens::by_id(conn, id))
    }

    fn tokens(
        &self,
        account: AccountId,
        after: Option<TokenId>,
        limit: usize,
    ) -> Result<Vec<TokenRecord>, StoreError> {
        self.shared.pool.read(|conn| tokens::list(conn, account, after, limit))
    }

    fn account(&self, id: AccountId) -> Result<Option<AccountRecord>, StoreError> {
        self.shared.pool.read(|conn| accounts::by_id(conn, id))
    }

    fn accounts(&self, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountRecord>, StoreError> {
        self.shared.pool.read(|conn| accounts::list(conn, after, limit))
    }

    fn record(&self, kind: RecordKind, id: u64) -> Result<Option<Record>, StoreError> {
        self.shared.pool.read(|conn| records::by_id(conn, kind, id))
    }

    fn record_by_handle(&self, kind: RecordKind, handle: &[u8]) -> Result<Option<Record>, StoreError> {
        self.shared.pool.read(|conn| records::by_handle(conn, kind, handle))
    }

    fn records(
        &self,
        kind: RecordKind,
        of: RecordsOf,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        self.shared.pool.read(|conn| records::list(conn, kind, of, after, limit))
    }

    fn answered(&self, key: &OnceKey) -> Result<Option<Answered>, StoreError> {
        self.shared.pool.read(|conn| answers::by_key(conn, key))
    }

    fn data_keys(&self) -> Result<WrappedKeys, StoreError> {
        self.shared.pool.read(journal::data_keys)
    }

    fn history(&self, query: &HistoryQuery) -> Result<HistoryPage, StoreError> {
        let with_tail = |work: &dyn Fn(&Tail) -> history::Recent| self.shared.read_tail(work);
        self.shared.pool.read(|conn| history::history(conn, query, with_tail))
    }

    fn entries(&self, log: LogId, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.shared.pool.read(|conn| entries::entries(conn, log, from, limit))
    }

    fn follow(&self, log: LogId, from: u64, wanted: Wanted, scan: usize) -> Result<Followed, StoreError> {
        self.shared.pool.read(|conn| entries::follow(conn, log, from, wanted, scan))
    }

    fn journal_snapshot(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        self.shared.pool.read(journal::snapshot)
    }

    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalRecord>, StoreError> {
        self.shared.pool.read(|conn| journal::records(conn, from, limit))
    }

    fn stats(&self) -> Result<StoreStats, StoreError> {
        let wal = self.shared.wal_path();
        self.shared.pool.read(|conn| stats::stats(conn, &wal))
    }
}

//! A directory of its own for every test.

use claviger_core::store::{Store, StoreError};
use claviger_sqlite::{Options, SqliteStore};
use claviger_store::conformance::Fixture;
use std::path::Path;
use tempfile::TempDir;

/// A data directory that goes with the test.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Place(tempfile::tempdir().unwrap())
    }

    #[allow(dead_code, reason = "not every test looks at the files")]
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Fixture for Place {
    fn open(&self) -> Result<Box<dyn Store>, StoreError> {
        Ok(Box::new(SqliteStore::open(self.0.path(), Options::default())?))
    }
}

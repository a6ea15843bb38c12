//! Somewhere that keeps one statement.

use super::PlaceError;
use super::directory::Directory;
use super::remote::Remote;
use crate::config::WitnessConfig;
use claviger_audit::witness::{Statement, StatementError};
use std::sync::Arc;
use std::time::Duration;

/// How long a place may take to be read or written at the start, and a URL ever.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// A place.
pub(crate) enum Place {
    /// A directory.
    Directory(Directory),
    /// A URL.
    Remote(Remote),
}

/// Those that are configured. Nothing is read but the certificates to trust.
///
/// # Errors
/// [`PlaceError`] for settings that cannot be used.
pub(crate) fn places(config: &WitnessConfig) -> Result<Vec<Arc<Place>>, PlaceError> {
    let directory = config.directory.clone().map(|path| Place::Directory(Directory(path)));
    let remote = config.url.as_ref().map(|url| Remote::new(url, config)).transpose()?.map(Place::Remote);
    Ok([directory, remote].into_iter().flatten().map(Arc::new).collect())
}

impl Place {
    /// Of which kind: the value of a label.
    pub(crate) const fn label(&self) -> &'static str {
        match self {
            Place::Directory(_) => "directory",
            Place::Remote(_) => "url",
        }
    }

    /// Where it is, as it is told to the operator: without a secret.
    pub(crate) fn shown(&self) -> String {
        match self {
            Place::Directory(directory) => directory.file().display().to_string(),
            Place::Remote(remote) => remote.shown().to_owned(),
        }
    }

    /// What is there. Blocks; a dead share for ever.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub(crate) fn read(&self) -> Result<Option<Statement>, PlaceError> {
        let bytes = match self {
            Place::Directory(directory) => directory.read()?,
            Place::Remote(remote) => remote.read()?,
        };
        let bad = |cause| PlaceError::Statement { shown: self.shown(), cause };
        bytes.map(|bytes| Statement::parse(&bytes).map_err(bad)).transpose()
    }

    /// Puts it there, durably as far as the place can. Blocks.
    ///
    /// # Errors
    /// [`PlaceError`]; what was there before may be there still.
    pub(crate) fn write(&self, statement: &Statement) -> Result<(), PlaceError> {
        match self {
            Place::Directory(directory) => directory.write(statement),
            Place::Remote(remote) => remote.write(statement),
        }
    }
}

impl PlaceError {
    /// Whether what is there is nothing that anybody could read.
    pub(crate) const fn is_garbage(&self) -> bool {
        matches!(self, PlaceError::Statement { cause: StatementError::Garbage, .. })
    }
}

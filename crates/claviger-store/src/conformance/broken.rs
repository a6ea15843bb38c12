//! How a case says that a clause of the contract does not hold.

use claviger_core::store::{CommitError, StoreError};
use claviger_core::text::TextError;
use std::fmt;
use std::panic::Location;

/// A clause that does not hold, and where the suite noticed.
pub struct Broken {
    what: String,
    at: &'static Location<'static>,
}

/// What a case gives: nothing, or what broke.
pub type Verdict = Result<(), Broken>;

impl Broken {
    /// Says what broke, here.
    #[track_caller]
    pub fn because(what: impl Into<String>) -> Self {
        Broken { what: what.into(), at: Location::caller() }
    }
}

/// Holds if `holds`.
#[track_caller]
pub(crate) fn ensure(holds: bool, what: &str) -> Verdict {
    if holds { Ok(()) } else { Err(Broken::because(what)) }
}

/// Holds if both are the same.
#[track_caller]
pub(crate) fn same<T: PartialEq + fmt::Debug>(what: &str, found: T, wanted: T) -> Verdict {
    if found == wanted {
        return Ok(());
    }
    Err(Broken::because(format!("{what}:\n found: {found:?}\nwanted: {wanted:?}")))
}

impl From<StoreError> for Broken {
    #[track_caller]
    fn from(error: StoreError) -> Self {
        Broken::because(format!("the store failed: {error}"))
    }
}

impl From<CommitError> for Broken {
    #[track_caller]
    fn from(error: CommitError) -> Self {
        Broken::because(format!("the commit failed: {error}"))
    }
}

impl From<TextError> for Broken {
    #[track_caller]
    fn from(error: TextError) -> Self {
        Broken::because(format!("a text of the suite is refused: {error}"))
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at {})", self.what, self.at)
    }
}

/// As [`fmt::Display`], since this is what a failing test prints.
impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

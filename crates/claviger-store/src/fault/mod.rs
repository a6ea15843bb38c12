//! Faults on demand, over any engine.

mod handle;
mod lane;
mod store;
#[cfg(test)]
mod tests;

use claviger_core::store::Store;
pub use handle::Faults;
use std::sync::Arc;
use std::time::Duration;

/// What happens to one commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It fails, and nothing was written.
    NotCommitted,
    /// Its result is unknown; it was written.
    UnknownWritten,
    /// Its result is unknown; it was not written.
    UnknownNotWritten,
    /// It waits before it writes, until [`Faults::release`] or so long, then goes on.
    Stall(Duration),
    /// It is written, then waits with its answer, until [`Faults::release`] or so long.
    StallWritten(Duration),
    /// The process dies in it, before or after it is written: every later call on this handle
    /// fails. Drop it and open the store anew.
    Crash {
        /// Whether the group is there afterwards.
        written: bool,
    },
}

/// An engine whose commits fail when they are told to.
pub struct Faulty<S: ?Sized> {
    faults: Faults,
    inner: Arc<S>,
}

impl<S: Store> Faulty<S> {
    /// Wraps an engine.
    #[must_use]
    pub fn new(inner: S) -> Self {
        Faulty::over(Arc::new(inner))
    }
}

impl<S: Store + ?Sized> Faulty<S> {
    /// Wraps an engine that may be of any kind, as in `Faulty::<dyn Store>::over(boxed.into())`.
    #[must_use]
    pub fn over(inner: Arc<S>) -> Self {
        Faulty { faults: Faults::default(), inner }
    }

    /// The handle that makes it fail.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// The engine itself.
    #[must_use]
    pub fn inner(&self) -> &S {
        &self.inner
    }
}

//! Whether calls can be settled: the commit lane is healthy, and the store answers reads.
//!
//! The store is asked once a second by one task, whoever wants to know: a probe costs nothing.

use crate::witness::Watch;
use claviger::Authority;
use claviger_core::store::Store;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

/// How often the store is asked.
const ASK: Duration = Duration::from_secs(1);
/// How long it may take to answer.
const ANSWER: Duration = Duration::from_secs(1);

/// What is known of it.
#[derive(Default)]
pub struct Readiness {
    stopping: AtomicBool,
    store: Mutex<Option<String>>,
    witness: Arc<Watch>,
}

impl Readiness {
    /// Of a server with this witness.
    #[must_use]
    pub fn new(witness: Arc<Watch>) -> Self {
        Readiness { witness, ..Readiness::default() }
    }

    /// The witness.
    #[must_use]
    pub const fn witness(&self) -> &Arc<Watch> {
        &self.witness
    }

    /// Why calls cannot be settled; none if they can.
    #[must_use]
    pub fn reason(&self, authority: &Authority) -> Option<String> {
        if self.stopping.load(Relaxed) {
            return Some("the server is stopping".to_owned());
        }
        if !authority.lane().is_healthy() {
            return Some("calls cannot be committed; the store is failing or stalling".to_owned());
        }
        if self.witness.was_rolled_back() {
            return Some(
                "the witness, which could not be read at the start, says that the data was rolled back or is another store's"
                    .to_owned(),
            );
        }
        self.store.lock().clone()
    }

    /// Whether the server is stopping.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Relaxed)
    }

    /// From now on it is not ready.
    pub fn stop(&self) {
        self.stopping.store(true, Relaxed);
    }
}

/// Asks the store until it is aborted. A read that hangs is waited for, so there is never more
/// than one.
pub async fn watch_store(readiness: Arc<Readiness>, store: Arc<dyn Store>) {
    let mut asks = tokio::time::interval(ASK);
    loop {
        asks.tick().await;
        let asked = store.clone();
        let mut read = tokio::task::spawn_blocking(move || asked.data_keys().map(drop));
        let answer = match tokio::time::timeout(ANSWER, &mut read).await {
            Ok(answer) => answer,
            Err(_) => {
                *readiness.store.lock() = Some("the store does not answer".to_owned());
                read.await
            }
        };
        *readiness.store.lock() = match answer {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("the store could not be asked".to_owned()),
        };
    }
}

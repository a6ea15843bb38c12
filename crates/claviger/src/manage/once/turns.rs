//! One request at a time under each key, within this process.

use claviger_core::store::OnceKey;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex as Queue, OwnedMutexGuard};

type Queues = Arc<Mutex<HashMap<OnceKey, Arc<Queue<()>>>>>;

/// Who is at it. Holds an entry per request that is being carried out, so it is bounded by them.
#[derive(Debug, Default)]
pub(crate) struct Turns(Queues);

impl Turns {
    pub(super) async fn take(&self, key: OnceKey) -> Turn {
        let queue = self.0.lock().entry(key).or_default().clone();
        let held = queue.lock_owned().await;
        Turn { key, queues: self.0.clone(), _held: held }
    }
}

/// Held while a request is carried out; the next one under its key goes on when it is dropped.
#[derive(Debug)]
pub struct Turn {
    key: OnceKey,
    queues: Queues,
    _held: OwnedMutexGuard<()>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut queues = self.queues.lock();
        // The table's and this turn's own: nobody waits, and nobody can come while the table is held.
        if queues.get(&self.key).is_some_and(|queue| Arc::strong_count(queue) <= 2) {
            queues.remove(&self.key);
        }
    }
}

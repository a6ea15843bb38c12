//! What use cases and the task of notices tell each other.

use claviger_core::id::ChannelId;
use claviger_notify::send::Carrier;
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use tokio::sync::Notify;

/// Channels whose deliveries were changed by somebody else than the task, and what carries messages.
#[derive(Default)]
pub struct Outbox {
    touched: Mutex<BTreeSet<ChannelId>>,
    bell: Notify,
    carrier: OnceLock<Arc<dyn Carrier>>,
}

impl Outbox {
    /// The deliveries of a channel are to be read again.
    pub(crate) fn touch(&self, channel: ChannelId) {
        self.touched.lock().insert(channel);
        self.bell.notify_one();
    }

    pub(super) fn take_touched(&self) -> BTreeSet<ChannelId> {
        std::mem::take(&mut self.touched.lock())
    }

    pub(super) async fn rung(&self) {
        self.bell.notified().await;
    }

    pub(super) fn carry_by(&self, carrier: Arc<dyn Carrier>) {
        let _ = self.carrier.set(carrier);
    }

    /// What carries messages; none before [`super::run`] was begun.
    pub(crate) fn carrier(&self) -> Option<Arc<dyn Carrier>> {
        self.carrier.get().cloned()
    }
}

//! Reading the state again after a record was lost.

use super::{Paper, Unavailable};
use claviger::NotRecorded;
use claviger_venue::encode_events;

impl Paper {
    /// Reads the venue back from its journal. Alone at the gate, so that nothing is applied or in
    /// doubt meanwhile.
    pub(super) async fn reload(&self) -> Result<(), Unavailable> {
        let _alone = self.gate.write().await;
        if self.fresh().is_ok() {
            return Ok(());
        }
        // The store takes items in order: once this one is durable, everything queued before it
        // has landed or never will, and what is read is the whole truth.
        let barrier = encode_events(&[]).map_err(|_| Unavailable)?;
        self.journal.append(barrier).await.map_err(|NotRecorded| Unavailable)?;
        match self.journal.load().await {
            Ok(Some(venue)) => {
                let mut state = self.state.lock();
                state.venue = venue;
                state.tail.renew();
                state.read_untold();
                tracing::info!("the paper exchange was read again from its journal");
                Ok(())
            }
            Ok(None) => {
                tracing::error!("the paper exchange's journal is gone");
                Err(Unavailable)
            }
            Err(error) => {
                tracing::error!(?error, "the paper exchange could not be read again");
                Err(Unavailable)
            }
        }
    }
}

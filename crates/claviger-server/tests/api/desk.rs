//! A master key that lives in memory.

use claviger::manage::Caller;
use claviger::manage::master_key::{RotatedMasterKey, rotate};
use claviger::{Authority, OsEntropy};
use claviger_seal::MasterKey;
use claviger_server::api::master_key::{MasterKeyDesk, MasterKeyError};
use claviger_server::api::paper::Boxed;
use std::sync::Arc;
use tokio::sync::Mutex;

pub(crate) struct Master {
    pub(crate) authority: Arc<Authority>,
    pub(crate) current: Mutex<MasterKey>,
    /// What the next rotation ends with: only the answer is lost, if it took effect.
    pub(crate) fails: Mutex<Option<MasterKeyError>>,
}

impl MasterKeyDesk for Master {
    fn rotate<'a>(&'a self, caller: &'a Caller) -> Boxed<'a, Result<RotatedMasterKey, MasterKeyError>> {
        Box::pin(async move {
            let mut fails = self.fails.lock().await;
            if let Some(MasterKeyError::Busy) = *fails {
                return Err(MasterKeyError::Busy);
            }
            let mut current = self.current.lock().await;
            let new = MasterKey::random(&mut OsEntropy).unwrap();
            let rotated = rotate(&self.authority, caller, &current, &new).await?;
            *current = new;
            fails.take().map_or(Ok(rotated), Err)
        })
    }
}

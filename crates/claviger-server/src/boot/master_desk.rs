//! Rotates the master key while calls go on.

use crate::api::master_key::{MasterKeyDesk, MasterKeyError};
use crate::api::paper::Boxed;
use claviger::manage::master_key::{self, RotatedMasterKey};
use claviger::manage::{Caller, Operation};
use claviger::{Authority, OsEntropy};
use claviger_seal::MasterKey;
use claviger_seal::file::{self, FileError, MasterKeys};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Owns the master key file.
#[derive(Clone)]
pub(super) struct MasterDesk {
    pub(super) authority: Arc<Authority>,
    pub(super) path: PathBuf,
    /// Held while a rotation is under way.
    pub(super) turn: Arc<Mutex<()>>,
}

impl MasterKeyDesk for MasterDesk {
    fn rotate<'a>(&'a self, caller: &'a Caller) -> Boxed<'a, Result<RotatedMasterKey, MasterKeyError>> {
        let (desk, caller) = (self.clone(), caller.clone());
        // In a task of its own: a caller that goes away does not stop it half way.
        let task = tokio::spawn(async move { desk.rotate_now(&caller).await });
        Box::pin(async { task.await.unwrap_or_else(|_| Err(refused("it was interrupted"))) })
    }
}

impl MasterDesk {
    async fn rotate_now(&self, caller: &Caller) -> Result<RotatedMasterKey, MasterKeyError> {
        caller.require(Operation::MasterKeyRotate)?;
        let Ok(_turn) = self.turn.try_lock() else { return Err(MasterKeyError::Busy) };
        let masters = on_file(&self.path, MasterKeys::load).await?;
        if let Some(old) = &masters.previous {
            master_key::rotate(&self.authority, &caller.on_the_way(), old, &masters.current).await?;
            on_file(&self.path, file::finish_rotation).await?;
        }
        let new = MasterKey::random(&mut OsEntropy).map_err(|error| refused(&error.to_string()))?;
        let new = on_file(&self.path, move |path| file::begin_rotation(path, &new).map(|()| new)).await?;
        let rotated = master_key::rotate(&self.authority, caller, &masters.current, &new).await?;
        on_file(&self.path, file::finish_rotation).await.map_err(unfinished)?;
        tracing::info!(id = %rotated.id, data_keys = rotated.data_keys, "rotated the master key");
        Ok(rotated)
    }
}

fn refused(why: &str) -> MasterKeyError {
    MasterKeyError::File(why.to_owned())
}

/// From the moment the store holds data keys under the new master key, the rotation has happened.
fn unfinished(error: MasterKeyError) -> MasterKeyError {
    match error {
        MasterKeyError::File(words) => MasterKeyError::Unfinished(words),
        other => other,
    }
}

/// File work blocks, and syncs.
async fn on_file<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce(&Path) -> Result<T, FileError> + Send + 'static,
) -> Result<T, MasterKeyError> {
    let path = path.to_owned();
    match tokio::task::spawn_blocking(move || work(&path)).await {
        Ok(done) => done.map_err(|error| refused(&in_full(&error))),
        Err(_) => Err(refused("it was interrupted")),
    }
}

/// An error with its causes.
fn in_full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

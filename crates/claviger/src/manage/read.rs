//! Reads of the store block, so they run on threads of their own.

use super::ManageError;
use crate::authority::Authority;
use claviger_core::store::{Store, StoreError};

/// Reads from the store without holding up the runtime.
pub(super) async fn read<T: Send + 'static>(
    authority: &Authority,
    look: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ManageError> {
    let store = authority.store().clone();
    let joined = tokio::task::spawn_blocking(move || look(&*store)).await;
    Ok(joined.map_err(|_| ManageError::Unavailable)??)
}

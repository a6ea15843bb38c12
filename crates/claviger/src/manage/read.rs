//! Reads of the store for the use cases.

use super::ManageError;
use crate::authority::Authority;
use claviger_core::store::{Store, StoreError};

/// Reads from the store, as [`Authority::read`].
pub(super) async fn read<T: Send + 'static>(
    authority: &Authority,
    look: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ManageError> {
    Ok(authority.read(look).await?)
}

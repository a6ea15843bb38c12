//! A key is taken back, for ever.

use super::{LifeError, advance};
use crate::key::{KeyRecord, KeyState};
use crate::time::Timestamp;

/// The revoked record.
///
/// # Errors
/// [`LifeError::Revoked`] if it is revoked already.
pub fn revoke(record: &KeyRecord, now: Timestamp) -> Result<KeyRecord, LifeError> {
    let next = advance(record, now)?;
    Ok(KeyRecord { state: KeyState::Revoked, revoked_at: Some(next.modified_at), ..next })
}

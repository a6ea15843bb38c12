//! A key is left by the person it belongs to: it is frozen, and is the account's alone.

use super::{LifeError, advance};
use crate::key::{KeyRecord, KeyState};
use crate::time::Timestamp;

/// The record after that, whatever state it was in.
///
/// # Errors
/// [`LifeError::Revoked`].
pub fn release(record: &KeyRecord, now: Timestamp) -> Result<KeyRecord, LifeError> {
    let next = advance(record, now)?;
    Ok(KeyRecord { state: KeyState::Frozen, member: None, ..next })
}

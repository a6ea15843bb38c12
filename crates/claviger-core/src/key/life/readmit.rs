//! A key is admitted again after the store was rolled back.

use super::{LifeError, advance};
use crate::key::KeyRecord;
use crate::time::Timestamp;

/// The record, no longer held; its state is what it was.
///
/// # Errors
/// [`LifeError::NoChange`] if it is not held; [`LifeError::Revoked`].
pub fn readmit(record: &KeyRecord, now: Timestamp) -> Result<KeyRecord, LifeError> {
    let next = advance(record, now)?;
    if !record.held {
        return Err(LifeError::NoChange);
    }
    Ok(KeyRecord { held: false, ..next })
}

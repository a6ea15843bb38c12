//! A key that was replaced retires: now, or at another instant than was told.

use super::{LifeError, MAX_OVERLAP_SECS, advance};
use crate::key::{KeyRecord, KeyState};
use crate::time::Timestamp;

/// The record, retired now; or retiring at `at`, which lies ahead. An overlap that is over does not begin
/// again.
///
/// # Errors
/// [`LifeError`]: not being replaced, retired already, in the past, too far ahead, nothing would change.
pub fn retire(record: &KeyRecord, at: Option<Timestamp>, now: Timestamp) -> Result<KeyRecord, LifeError> {
    let next = advance(record, now)?;
    let (Some(_), Some(told)) = (record.successor, record.retires_at) else {
        return Err(LifeError::NotReplaced);
    };
    match at {
        None => Ok(KeyRecord {
            state: KeyState::Revoked,
            revoked_at: Some(next.modified_at),
            retires_at: Some(told.min(next.modified_at)),
            ..next
        }),
        Some(_) if told <= now => Err(LifeError::Retired),
        Some(at) if at <= now => Err(LifeError::RetiresInThePast),
        Some(at) if at > now.plus_secs(MAX_OVERLAP_SECS.into()) => Err(LifeError::OverlapTooLong),
        Some(at) if at == told => Err(LifeError::NoChange),
        Some(at) => Ok(KeyRecord { retires_at: Some(at), ..next }),
    }
}

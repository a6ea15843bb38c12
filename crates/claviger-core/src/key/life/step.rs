//! A key is stepped down or up between active, read-only, cancel-only and frozen.

use super::{LifeError, advance};
use crate::key::{KeyRecord, KeyState};
use crate::time::Timestamp;

/// The record in its new state.
///
/// # Errors
/// [`LifeError::NoChange`] if it is in that state already; [`LifeError::Revoked`] if it is
/// revoked, or `to` is (revoking is [`super::revoke`]).
pub fn step(record: &KeyRecord, to: KeyState, now: Timestamp) -> Result<KeyRecord, LifeError> {
    let next = advance(record, now)?;
    if to == KeyState::Revoked {
        return Err(LifeError::Revoked);
    }
    if record.state == to {
        return Err(LifeError::NoChange);
    }
    Ok(KeyRecord { state: to, ..next })
}

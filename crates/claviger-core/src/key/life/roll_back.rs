//! A rotation is taken back while both keys work: the old one goes on, its successor is revoked.

use super::{LifeError, advance, aside_names, revoke};
use crate::key::{KeyRecord, KeyState};
use crate::time::Timestamp;

/// The old key as it will be, and its successor, unless that is revoked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolledBack {
    /// It works without a deadline again, under the name it had.
    pub predecessor: KeyRecord,
    /// Revoked; none if it was before.
    pub successor: Option<KeyRecord>,
}

/// Takes a rotation back.
///
/// # Errors
/// [`LifeError::NotReplaced`] if these are not a pair; [`LifeError::Retired`] once the old key has retired;
/// [`LifeError::BeingReplaced`] if the successor has one of its own.
pub fn roll_back(
    predecessor: &KeyRecord,
    successor: &KeyRecord,
    now: Timestamp,
) -> Result<RolledBack, LifeError> {
    if predecessor.successor != Some(successor.id) {
        return Err(LifeError::NotReplaced);
    }
    let over = predecessor.retires_at.is_none_or(|at| at <= now);
    if predecessor.state == KeyState::Revoked || over {
        return Err(LifeError::Retired);
    }
    if successor.successor.is_some() {
        return Err(LifeError::BeingReplaced);
    }
    let mut back = KeyRecord { successor: None, retires_at: None, ..advance(predecessor, now)? };
    let lives = successor.state != KeyState::Revoked;
    // A name given since, or taken by another key meanwhile, stays with whoever has it.
    if lives && aside_names(&successor.name).any(|name| name == predecessor.name) {
        back.name = successor.name.clone();
    }
    let successor = lives.then(|| revoke(successor, now)).transpose()?;
    Ok(RolledBack { predecessor: back, successor })
}

//! A key gets a successor, and both work until the end of an overlap: an instant, told here once, and the
//! same for every node, whatever its clock says.

use super::{LifeError, advance, validate};
use crate::credential::ApiKey;
use crate::id::KeyId;
use crate::key::{KeyRecord, KeyState, widening};
use crate::permission::PermissionSet;
use crate::restriction::Restrictions;
use crate::text::{MAX_NAME_CHARS, Name};
use crate::time::Timestamp;

/// Longest overlap, in seconds: 90 days.
pub const MAX_OVERLAP_SECS: u32 = 90 * 86_400;
/// The overlap unless told, in seconds: 7 days.
pub const OVERLAP_SECS: u32 = 7 * 86_400;
/// So many names are tried for a key that makes way, at most.
const MAX_ASIDE: u32 = 100;

/// What is asked of a rotation. What is `None` is as the key has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rotate {
    /// The successor's name; it takes the key's own unless told.
    pub name: Option<Name>,
    /// What the successor may do: no more than the key.
    pub permissions: Option<PermissionSet>,
    /// What narrows it: no less than the key. Its expiry may be as far ahead as the key's was when that
    /// was made ([`renewed_expiry`]).
    pub restrictions: Option<Restrictions>,
    /// How long both work, in seconds; 0 ends the key at once.
    pub overlap_secs: u32,
}

/// Both keys after a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// The key as it will be: it works until its `retires_at`.
    pub predecessor: KeyRecord,
    /// Its successor, at revision 1.
    pub successor: KeyRecord,
}

/// Rotates a key in force. Unless it is given another name, the successor is called as the key was, since
/// what uses it stays what it is, and the key itself is called `aside` ([`aside_names`]).
///
/// # Errors
/// [`LifeError`]: not in force, being replaced already, wider than the key, an overlap that is too long.
pub fn rotate(
    record: &KeyRecord,
    asked: Rotate,
    aside: Name,
    (id, api_key): (KeyId, ApiKey),
    now: Timestamp,
) -> Result<Rotated, LifeError> {
    let mut predecessor = advance(record, now)?;
    judge(record, asked.overlap_secs, now)?;
    let name = asked.name.unwrap_or_else(|| record.name.clone());
    if name.folded() == record.name.folded() {
        predecessor.name = aside;
    }
    predecessor.successor = Some(id);
    predecessor.retires_at = Some(now.plus_secs(asked.overlap_secs.into()));
    let renewed = Restrictions { expires_at: renewed_expiry(record, now), ..record.restrictions.clone() };
    let most = KeyRecord { restrictions: renewed.clone(), ..record.clone() };
    let successor = KeyRecord {
        id,
        api_key,
        name,
        permissions: asked.permissions.unwrap_or(record.permissions),
        restrictions: asked.restrictions.unwrap_or(renewed),
        revision: 1,
        created_at: now,
        modified_at: now,
        predecessor: Some(record.id),
        successor: None,
        retires_at: None,
        ..record.clone()
    };
    validate(&successor)?;
    match widening(&most, &successor) {
        Some(wider) => Err(LifeError::Wider(wider)),
        None if successor.restrictions.expires_at.is_some_and(|at| at <= now) => {
            Err(LifeError::AlreadyExpired)
        }
        None => Ok(Rotated { predecessor, successor }),
    }
}

fn judge(record: &KeyRecord, overlap_secs: u32, now: Timestamp) -> Result<(), LifeError> {
    if record.successor.is_some() {
        return Err(LifeError::BeingReplaced);
    }
    let expired = record.restrictions.expires_at.is_some_and(|at| at <= now);
    if expired || record.held || record.state == KeyState::Frozen {
        return Err(LifeError::NotInForce);
    }
    if overlap_secs > MAX_OVERLAP_SECS { Err(LifeError::OverlapTooLong) } else { Ok(()) }
}

/// The expiry of a successor unless told, and the latest it may have: as far ahead as the key's was when
/// that was made. One that ended with the key would have to be replaced at once.
#[must_use]
pub fn renewed_expiry(record: &KeyRecord, now: Timestamp) -> Option<Timestamp> {
    record.restrictions.expires_at.map(|at| now.plus_micros(at.since(record.created_at)))
}

/// What a key may be called that makes way for its successor, the best first: `bot (old)`, `bot (old 2)`.
pub fn aside_names(name: &Name) -> impl Iterator<Item = Name> + use<> {
    let whole = name.as_str().to_owned();
    (1..=MAX_ASIDE).filter_map(move |n| {
        let mark = if n == 1 { " (old)".to_owned() } else { format!(" (old {n})") };
        let kept: String = whole.chars().take(MAX_NAME_CHARS - mark.len()).collect();
        Name::parse(&format!("{}{mark}", kept.trim_end())).ok()
    })
}

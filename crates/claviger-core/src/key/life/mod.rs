//! The life of a key: each verb takes the record as it was and gives the record as it will be.
//! The store writes it only if the revision is still the one it was made from.

mod create;
mod edit;
mod readmit;
mod release;
mod retire;
mod revoke;
mod roll_back;
mod rotate;
mod step;

pub use create::{NewKey, create};
pub use edit::{Edit, edit};
pub use readmit::readmit;
pub use release::release;
pub use retire::retire;
pub use revoke::revoke;
pub use roll_back::{RolledBack, roll_back};
pub use rotate::{MAX_OVERLAP_SECS, OVERLAP_SECS, Rotate, Rotated, aside_names, renewed_expiry, rotate};
pub use step::step;

use super::{KeyRecord, KeyState, Widening};
use crate::restriction::RestrictionError;
use crate::time::Timestamp;

/// Why a key cannot be changed like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LifeError {
    /// Nothing brings a revoked key back.
    #[error("the key is revoked; create a new one")]
    Revoked,
    /// A public key has no private half to permit or restrict in these ways.
    #[error("a public key takes no permissions, nonce window, query dates or second factor")]
    PublicKey,
    /// Its expiry lies in the past.
    #[error("expires_at lies in the past")]
    AlreadyExpired,
    /// Nothing would change.
    #[error("nothing would change")]
    NoChange,
    /// A successor may do no more than the key it replaces.
    #[error(
        "the successor would be wider than the key it replaces, in: {0}; leave that as it is, or create a new key"
    )]
    Wider(Widening),
    /// It has a successor already.
    #[error(
        "the key is being replaced already; retire it or roll the rotation back, and rotate what is then in force"
    )]
    BeingReplaced,
    /// The key it replaced has not retired yet.
    #[error("the key that this one replaced still works; retire that one, or roll its rotation back, first")]
    OverlapOpen,
    /// It lets nothing through that a successor could take over.
    #[error(
        "only a key in force is rotated; this one is frozen, has expired or waits to be readmitted: put that right, or \
         create a new key"
    )]
    NotInForce,
    /// Both keys would work for too long.
    #[error("an overlap lasts at most {} days", MAX_OVERLAP_SECS / 86_400)]
    OverlapTooLong,
    /// There is no rotation it is part of.
    #[error("the key is not being replaced; rotate it first")]
    NotReplaced,
    /// A mistyped year must not end a key.
    #[error("the instant lies in the past; leave it out to retire the key now")]
    RetiresInThePast,
    /// Nothing brings the old key back.
    #[error(
        "the old key has retired, which cannot be taken back; go on with its successor, or rotate that one"
    )]
    Retired,
    /// The restrictions do not fit together.
    #[error(transparent)]
    Restriction(#[from] RestrictionError),
}

/// The next record: one revision on, changed now.
fn advance(record: &KeyRecord, now: Timestamp) -> Result<KeyRecord, LifeError> {
    if record.state == KeyState::Revoked {
        return Err(LifeError::Revoked);
    }
    let modified_at = now.max(record.modified_at);
    Ok(KeyRecord { revision: record.revision.saturating_add(1), modified_at, ..record.clone() })
}

/// What holds for every record that is not revoked.
fn validate(record: &KeyRecord) -> Result<(), LifeError> {
    let limits = &record.restrictions;
    limits.validate()?;
    let has_private_parts = !record.permissions.is_empty()
        || limits.nonce_window > 0
        || limits.query_from.is_some()
        || limits.query_to.is_some()
        || limits.second_factor.is_some();
    if record.kind == super::KeyKind::Public && has_private_parts {
        return Err(LifeError::PublicKey);
    }
    Ok(())
}

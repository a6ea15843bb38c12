//! The life of a key: each verb takes the record as it was and gives the record as it will be.
//! The store writes it only if the revision is still the one it was made from.

mod create;
mod edit;
mod readmit;
mod release;
mod revoke;
mod step;

pub use create::{NewKey, create};
pub use edit::{Edit, edit};
pub use readmit::readmit;
pub use release::release;
pub use revoke::revoke;
pub use step::step;

use super::{KeyRecord, KeyState};
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

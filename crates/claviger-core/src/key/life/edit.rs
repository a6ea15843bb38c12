//! A key is changed: name, holder, application, whose it is, description, permissions, restrictions. What is `None` stays.

use super::{LifeError, advance, validate};
use crate::id::UserId;
use crate::key::KeyRecord;
use crate::permission::PermissionSet;
use crate::restriction::Restrictions;
use crate::text::{Application, Description, Holder, Name};
use crate::time::Timestamp;

/// The changes asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// Another name.
    pub name: Option<Name>,
    /// Another holder.
    pub holder: Option<Holder>,
    /// Another application.
    pub application: Option<Application>,
    /// Another person it belongs to, or none.
    pub member: Option<Option<UserId>>,
    /// Another description.
    pub description: Option<Description>,
    /// Other permissions (the whole set).
    pub permissions: Option<PermissionSet>,
    /// Other restrictions (all of them).
    pub restrictions: Option<Restrictions>,
    /// Whether a new second factor was sealed, though its kind may be the same.
    pub new_second_factor: bool,
}

/// The record after the change.
///
/// # Errors
/// [`LifeError`]: revoked, nothing would change, or the result would not be valid.
pub fn edit(record: &KeyRecord, asked: Edit, now: Timestamp) -> Result<KeyRecord, LifeError> {
    let mut next = advance(record, now)?;
    next.name = asked.name.unwrap_or(next.name);
    next.holder = asked.holder.unwrap_or(next.holder);
    next.application = asked.application.unwrap_or(next.application);
    next.member = asked.member.unwrap_or(next.member);
    next.description = asked.description.unwrap_or(next.description);
    next.permissions = asked.permissions.unwrap_or(next.permissions);
    next.restrictions = asked.restrictions.unwrap_or(next.restrictions);
    validate(&next)?;
    let expiry = next.restrictions.expires_at;
    if expiry != record.restrictions.expires_at && expiry.is_some_and(|at| at <= now) {
        return Err(LifeError::AlreadyExpired);
    }
    let unchanged =
        KeyRecord { revision: record.revision, modified_at: record.modified_at, ..next.clone() } == *record;
    if unchanged && !asked.new_second_factor {
        return Err(LifeError::NoChange);
    }
    Ok(next)
}

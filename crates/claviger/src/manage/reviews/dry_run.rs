//! What a change would have refused of what a key was used for. Nothing is changed.

use super::super::{Caller, ManageError, Operation, guarded, keys};
use super::look::{DEFAULT_DAYS, days_ago, each_call};
use crate::authority::Authority;
use claviger_core::allowlist::Allowlist;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::LifeError;
use claviger_core::key::review::{DryRun, DryRunTold};
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::permission::PermissionSet;
use claviger_core::time::Timestamp;

/// A change that is tried. What is `None` stays; where there may be none, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// Other permissions (the whole set).
    pub permissions: Option<PermissionSet>,
    /// Another allowlist (the whole list).
    pub allowlist: Option<Allowlist>,
    /// Another first instant.
    pub not_before: Option<Option<Timestamp>>,
    /// Another expiry.
    pub expires_at: Option<Option<Timestamp>>,
    /// Another earliest history.
    pub query_from: Option<Option<Timestamp>>,
    /// Another latest history.
    pub query_to: Option<Option<Timestamp>>,
    /// Another state.
    pub state: Option<KeyState>,
}

/// What came of trying a change.
#[derive(Debug, Clone)]
pub struct DryRunned {
    /// The key as it is.
    pub record: KeyRecord,
    /// As it would be.
    pub changed: KeyRecord,
    /// Its calls from here on were judged.
    pub since: Timestamp,
    /// Only those from here on were, since there are more than a dry run looks at.
    pub cut_at: Option<Timestamp>,
    /// What would have become of them.
    pub told: DryRunTold,
}

/// Judges the calls of the last `days`, unless told 90, by a key that is changed in thought.
///
/// # Errors
/// [`ManageError`].
pub async fn dry_run(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    tried: &Tried,
    days: Option<u32>,
) -> Result<DryRunned, ManageError> {
    let work = async {
        let record = keys::own(authority, caller, id).await?.record;
        let changed = tried.on(&record)?;
        let since = days_ago(authority.now(), days.unwrap_or(DEFAULT_DAYS));
        let run = DryRun::new(&record, &changed);
        let looked = each_call(authority, &record, since, run, DryRun::look).await?;
        Ok(DryRunned { record, changed, since, cut_at: looked.cut_at, told: looked.seen.told() })
    };
    guarded(authority, caller, Operation::KeyDryRun, Target::Key(id), work).await
}

impl Tried {
    /// The key as it would be.
    fn on(&self, key: &KeyRecord) -> Result<KeyRecord, ManageError> {
        if key.state == KeyState::Revoked {
            return Err(LifeError::Revoked.into());
        }
        let mut next = key.clone();
        next.permissions = self.permissions.unwrap_or(next.permissions);
        next.state = self.state.unwrap_or(next.state);
        let limits = &mut next.restrictions;
        if let Some(list) = &self.allowlist {
            limits.allowlist.clone_from(list);
        }
        limits.not_before = self.not_before.unwrap_or(limits.not_before);
        limits.expires_at = self.expires_at.unwrap_or(limits.expires_at);
        limits.query_from = self.query_from.unwrap_or(limits.query_from);
        limits.query_to = self.query_to.unwrap_or(limits.query_to);
        limits.validate().map_err(LifeError::from)?;
        Ok(next)
    }
}

//! What a key was used for, and what a review of it proposes.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded, keys};
use super::look::{DEFAULT_DAYS, days_ago, each_call, policy_of, signed_off};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::KeyRecord;
use claviger_core::key::review::{PermissionUse, Proposal, ReviewPolicy, SignedOff, Undo, UndoError, Used};
use claviger_core::time::Timestamp;

/// A key as a review sees it.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// What is on record.
    pub record: KeyRecord,
    /// Days looked back.
    pub days: u32,
    /// Its calls from here on were looked at.
    pub since: Timestamp,
    /// Only those from here on were, since there are more than a review looks at.
    pub cut_at: Option<Timestamp>,
    /// What it was used for.
    pub used: Used,
    /// Its permissions, with the calls that needed each.
    pub permissions: Vec<PermissionUse>,
    /// What to narrow it to.
    pub proposal: Proposal,
    /// The last sign-off.
    pub last: Option<SignedOff>,
    /// How often the account wants its keys reviewed.
    pub policy: ReviewPolicy,
    /// When it is to be reviewed; none for a revoked key.
    pub due_at: Option<Timestamp>,
    /// What can be put back in one step, or why nothing is.
    pub undo: Result<Undo, UndoError>,
}

/// Shows what a key was used for in the last `days`, unless told 90.
///
/// # Errors
/// [`ManageError`].
pub async fn show(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    days: Option<u32>,
) -> Result<Reviewed, ManageError> {
    let work = async {
        let record = keys::own(authority, caller, id).await?.record;
        let account = caller.account;
        let kept = read(authority, move |store| Ok((signed_off(store, id)?, policy_of(store, account)?)));
        let (last, policy) = kept.await?;
        let (now, days) = (authority.now(), days.unwrap_or(DEFAULT_DAYS));
        let since = days_ago(now, days);
        let looked = each_call(authority, &record, since, Used::default(), Used::look).await?;
        let used = looked.seen;
        let undo = last.as_ref().map_or(Err(UndoError::Nothing), |last| last.undoable(&record, now).cloned());
        Ok(Reviewed {
            days,
            since,
            cut_at: looked.cut_at,
            permissions: used.permissions(record.permissions),
            proposal: used.proposal(&record),
            due_at: policy.due_at(&record, last.as_ref()),
            used,
            undo,
            policy,
            last,
            record,
        })
    };
    guarded(authority, caller, Operation::KeyReviewShow, Target::Key(id), work).await
}

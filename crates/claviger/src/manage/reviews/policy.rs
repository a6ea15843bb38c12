//! How often an account's keys are reviewed, and what becomes of those nobody uses: shown and changed.

use super::super::people::TRIES;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::look::policy_of;
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::ReviewId;
use claviger_core::key::life::LifeError;
use claviger_core::key::review::ReviewPolicy;
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite};

/// The changes asked for. What is `None` stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EditPolicy {
    /// Other days between two reviews.
    pub every_days: Option<u32>,
    /// Other days after which a key is dormant.
    pub dormant_days: Option<u32>,
    /// Other days after which a key is frozen, or never.
    pub freeze_days: Option<Option<u32>>,
}

/// What the account wants.
///
/// # Errors
/// [`ManageError`].
pub async fn policy(authority: &Authority, caller: &Caller) -> Result<ReviewPolicy, ManageError> {
    let account = caller.account;
    let work = read(authority, move |store| policy_of(store, account));
    guarded(authority, caller, Operation::ReviewPolicyShow, Target::Account, work).await
}

/// Changes what the account wants; numbers are judged by [`ReviewPolicy::days`] and [`ReviewPolicy::freeze_after`] before.
///
/// # Errors
/// [`ManageError`].
pub async fn edit_policy(
    authority: &Authority,
    caller: &Caller,
    asked: EditPolicy,
) -> Result<ReviewPolicy, ManageError> {
    let work = async {
        for _ in 0..TRIES {
            let account = caller.account;
            let was = read(authority, move |store| policy_of(store, account)).await?;
            let next = next(authority, &was, asked)?;
            let words = said(&was, &next);
            match put(authority, caller, &was, &next, &words).await? {
                Ok(()) => return Ok(next),
                Err(ChangeError::Conflict(Conflict::Revision | Conflict::NameTaken)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Account)),
            }
        }
        Err(ManageError::Changed)
    };
    guarded(authority, caller, Operation::ReviewPolicyEdit, Target::Account, work).await
}

fn next(authority: &Authority, was: &ReviewPolicy, asked: EditPolicy) -> Result<ReviewPolicy, ManageError> {
    let id = match was.id {
        Some(id) => id,
        None => ReviewId::random(&mut OsEntropy)?,
    };
    let next = ReviewPolicy {
        every_days: asked.every_days.unwrap_or(was.every_days),
        dormant_days: asked.dormant_days.unwrap_or(was.dormant_days),
        freeze_days: asked.freeze_days.unwrap_or(was.freeze_days),
        ..was.clone()
    };
    if next == *was {
        return Err(LifeError::NoChange.into());
    }
    let created_at = if was.id.is_some() { was.created_at } else { authority.now() };
    Ok(ReviewPolicy { id: Some(id), revision: was.revision.saturating_add(1), created_at, ..next })
}

async fn put(
    authority: &Authority,
    caller: &Caller,
    was: &ReviewPolicy,
    next: &ReviewPolicy,
    words: &str,
) -> Result<Result<(), ChangeError>, ManageError> {
    let Some(id) = next.id else { return Err(ManageError::Internal) };
    let record = next.record(id).map_err(|error| {
        tracing::error!(%error, "settings of reviews could not be written down");
        ManageError::Internal
    })?;
    let write = match was.id {
        None => RecordWrite::Create { record, limit: None },
        Some(_) => RecordWrite::Update { record, from: was.revision },
    };
    let target = Target::Record(RecordKind::Review, id.as_u64());
    let entry = entry::act(caller, Action::ReviewPolicyEdit, target, 0, words);
    let change = Change::Records(vec![write]);
    Ok(authority.commit_change(caller.mutation(change, entry, next)).await.map(drop))
}

fn said(was: &ReviewPolicy, next: &ReviewPolicy) -> String {
    let freeze = |days: Option<u32>| days.map_or("never".to_owned(), |days| format!("after {days} days"));
    let parts = [
        (was.every_days != next.every_days)
            .then(|| format!("reviewed every {} → {} days", was.every_days, next.every_days)),
        (was.dormant_days != next.dormant_days)
            .then(|| format!("dormant after {} → {} days", was.dormant_days, next.dormant_days)),
        (was.freeze_days != next.freeze_days)
            .then(|| format!("frozen: {} → {}", freeze(was.freeze_days), freeze(next.freeze_days))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

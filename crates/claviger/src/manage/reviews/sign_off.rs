//! Somebody reviewed a key: it is kept, narrowed or revoked, and that is on record.

use super::super::keys::Changed;
use super::super::{Caller, ManageError, Operation, guarded, words};
use super::write::{Next, following, write};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::allowlist::Allowlist;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::{Edit, LifeError, edit, revoke};
use claviger_core::key::review::{Decided, SignedOff, Undo};
use claviger_core::key::{KeyRecord, KeyState, Revision, widens};
use claviger_core::permission::PermissionSet;
use claviger_core::text::Description;
use claviger_core::time::Timestamp;

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It stays as it is.
    Keep,
    /// It may do less. What is `None` stays.
    Narrow {
        /// Its permissions from now on (the whole set).
        permissions: Option<PermissionSet>,
        /// Its allowlist from now on (the whole list).
        allowlist: Option<Allowlist>,
    },
    /// It is taken back.
    Revoke,
}

impl Verdict {
    const fn decided(&self) -> Decided {
        match self {
            Verdict::Keep => Decided::Keep,
            Verdict::Narrow { .. } => Decided::Narrow,
            Verdict::Revoke => Decided::Revoke,
        }
    }
}

/// A review that is signed off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// The revision of the key that was looked at: at any other one nothing is signed off. None takes the key as it is.
    pub from: Option<Revision>,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in the reviewer's words.
    pub note: Description,
    /// For so many days a narrowing can be undone in one step.
    pub undo_days: u32,
}

/// A key after its review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedKey {
    /// The key as it is now, with its calls that are still open.
    pub key: Changed,
    /// What is on record of the review.
    pub review: SignedOff,
}

/// Signs the review of a key off, with one entry that says who reviewed which key when, and what was decided. Once this has
/// answered, no call is accepted under what the key was before.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotNarrower`] if the key could do more afterwards.
pub async fn sign_off(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    asked: &SignOff,
) -> Result<SignedKey, ManageError> {
    let work = async {
        let make = |key: &KeyRecord, last: Option<&SignedOff>| next(authority, caller, key, last, asked);
        let (record, review) = write(authority, caller, id, Action::KeyReview, make).await?;
        let key = Changed::counted(authority, record, None).await;
        Ok(SignedKey { key, review })
    };
    guarded(authority, caller, Operation::KeyReview, Target::Key(id), work).await
}

fn next(
    authority: &Authority,
    caller: &Caller,
    key: &KeyRecord,
    last: Option<&SignedOff>,
    asked: &SignOff,
) -> Result<Next, ManageError> {
    if asked.from.is_some_and(|from| from != key.revision) {
        return Err(ManageError::Changed);
    }
    if key.state == KeyState::Revoked {
        return Err(LifeError::Revoked.into());
    }
    let now = authority.now();
    let changed = judged(key, &asked.verdict, now)?;
    let (id, revision) = following(last)?;
    let undo = changed.as_ref().filter(|_| asked.verdict.decided() == Decided::Narrow);
    let review = SignedOff {
        id,
        account: key.account,
        key: key.id,
        at: now,
        by: caller.principal(),
        decided: asked.verdict.decided(),
        note: asked.note.clone(),
        undo: undo.map(|changed| before(key, changed, asked.undo_days, now)),
        revision,
        created_at: last.map_or(now, |last| last.created_at),
    };
    Ok(Next { words: said(key, changed.as_ref(), &review), key: changed, review })
}

/// The key as it will be; none if it stays.
fn judged(key: &KeyRecord, verdict: &Verdict, now: Timestamp) -> Result<Option<KeyRecord>, ManageError> {
    match verdict {
        Verdict::Keep => Ok(None),
        Verdict::Revoke => Ok(Some(revoke(key, now)?)),
        Verdict::Narrow { permissions, allowlist } => {
            let mut restrictions = key.restrictions.clone();
            if let Some(list) = allowlist {
                restrictions.allowlist.clone_from(list);
            }
            let asked =
                Edit { permissions: *permissions, restrictions: Some(restrictions), ..Edit::default() };
            let changed = edit(key, asked, now)?;
            if widens(key, &changed, false) { Err(ManageError::NotNarrower) } else { Ok(Some(changed)) }
        }
    }
}

fn before(key: &KeyRecord, changed: &KeyRecord, days: u32, now: Timestamp) -> Undo {
    Undo {
        until: now.plus_secs(i64::from(days) * 86_400),
        revision: changed.revision,
        permissions: key.permissions,
        allowlist: key.restrictions.allowlist.clone(),
    }
}

fn said(key: &KeyRecord, changed: Option<&KeyRecord>, review: &SignedOff) -> String {
    let mut said = format!("reviewed: {}", review.decided.name());
    if let Some(changed) = changed.filter(|_| review.decided == Decided::Narrow) {
        said.push_str("; ");
        said.push_str(&words::edited(key, changed, false));
    }
    if !review.note.as_str().is_empty() {
        said.push_str("; note: ");
        said.push_str(review.note.as_str());
    }
    said
}

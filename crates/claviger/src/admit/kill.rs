//! A key ends itself: whoever holds a private key, finder or thief, can take it back with one signed call, without an
//! account and whatever the key may do otherwise.
//!
//! Nothing is asked but the signature. Not the state, the dates or the address: a key that is frozen here may be good again
//! tomorrow, and whoever finds one sits on no allowlist. Not the second factor, which a finder has not. Not the nonce: a
//! thief who has burnt the highest there is must not keep the key alive by it, and a call sent again ends what has ended.
//!
//! # Order of writes
//! One change, as of a member who revokes: the key at its next revision with its entry. From its commit on no call that was
//! decided before can be accepted.

use super::Refusal;
use crate::authority::Authority;
use crate::cache::CachedKey;
use crate::change::ChangeError;
use claviger_core::call::{SignedCall, VerifiedCall};
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::key::life::revoke;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::reason::{Denial, Detail, Reason};
use claviger_core::store::{Change, Conflict, Item, KeyRow, Mutation, Settled};
use std::time::Instant;

/// How often it is tried if others keep changing the key.
const TRIES: usize = 4;

/// A key that ended itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Killed {
    /// The key as it is now.
    pub record: KeyRecord,
    /// It was revoked before this call came.
    pub before: bool,
    /// Its calls that were accepted before and have no outcome yet; none of them is sent upstream later than two seconds
    /// after it was accepted.
    pub open_calls: u32,
}

impl Authority {
    /// Revokes the key that signed this call; once this has answered, no call of it is accepted any more, anywhere. A key
    /// that is revoked already is left as it is.
    ///
    /// # Errors
    /// [`Refusal`]: an unknown key, a bad signature, too many calls of a key that was revoked before, or *not done*.
    pub async fn kill(&self, call: SignedCall<'_>) -> Result<Killed, Refusal> {
        let (verified, key) = self.prove(call).await?;
        let result = self.end(&verified, &key).await;
        if let Err(refusal) = &result {
            self.stats.refuse(refusal.denial.reason);
        }
        result
    }

    async fn end(&self, verified: &VerifiedCall<'_>, key: &CachedKey) -> Result<Killed, Refusal> {
        // A dead key's noise costs no look into the store.
        if key.snapshot.state == KeyState::Revoked && !self.take_rate(key, 1) {
            return Err(Refusal::proven(Denial::bare(Reason::RateLimited)));
        }
        let id = key.snapshot.id;
        for _ in 0..TRIES {
            let row = self.read(move |store| store.key(id)).await;
            let row = row.inspect_err(|error| tracing::error!(%error, "a key could not be read"));
            let Ok(Some(row)) = row else { return Err(Refusal::not_done()) };
            let now = self.now();
            let Ok(record) = revoke(&row.record, now) else {
                return self.killed_before(verified, row.record).await;
            };
            match self.commit_change(ending(verified, row, record.clone())).await {
                Ok(_) => return Ok(self.killed(record, false)),
                Err(ChangeError::Conflict(Conflict::Revision)) => {}
                Err(_) => return Err(Refusal::not_done()),
            }
        }
        Err(Refusal::not_done())
    }

    fn killed(&self, record: KeyRecord, before: bool) -> Killed {
        let open_calls = self.lane.open_calls().count(record.id);
        Killed { record, before, open_calls }
    }

    /// On record like any other call of a dead key.
    async fn killed_before(&self, verified: &VerifiedCall<'_>, record: KeyRecord) -> Result<Killed, Refusal> {
        let draft = draft(verified, &record, Outcome::Refused, Reason::Revoked, Detail::None);
        match self.lane.submit_call(Item::Note(draft), Instant::now()).await {
            Ok((Settled::Written(_), _)) => Ok(self.killed(record, true)),
            _ => Err(Refusal::not_done()),
        }
    }
}

fn ending(verified: &VerifiedCall<'_>, row: KeyRow, record: KeyRecord) -> Mutation {
    let (from, was) = (row.record.revision, row.record.state);
    let words = format!("state: {was} → {}, by a call signed with the key itself", record.state);
    let entry = draft(verified, &record, Outcome::Changed, Reason::None, Detail::Change(words.into()));
    Mutation::new(Change::UpdateKey { row: Box::new(KeyRow { record, ..row }), from }, entry)
}

fn draft(
    verified: &VerifiedCall<'_>,
    record: &KeyRecord,
    outcome: Outcome,
    reason: Reason,
    detail: Detail,
) -> EntryDraft {
    let call = verified.call();
    EntryDraft {
        account: record.account,
        actor: Actor::Key(record.id),
        action: call.action,
        target: Target::Key(record.id),
        revision: record.revision,
        source: Some(call.source),
        client: call.client,
        outcome,
        reason,
        detail,
        nonce: None,
        otp_step: None,
        digest: *verified.digest(),
    }
}

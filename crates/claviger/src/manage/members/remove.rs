//! A member is removed.
//!
//! # Order of writes
//! 1. The place is marked as being left, every session of the person ends, and so do the links that rest
//!    on the place, in one transaction. *From here on the person can do nothing in this account, and what
//!    they had begun is not written any more; stopped here, some or all of their keys still work.*
//! 2. Each of their keys is frozen or handed over, and each token that was shown to them revoked, one transaction
//!    each. *Stopped here, the rest of the keys still work; the tokens are not recognised since 1.*
//! 3. The place goes, and with the last place the person, their passkeys and whatever link lets them back
//!    in, in one transaction.
//!
//! What was stopped after 1 is finished by [`finish_leaving`](super::finish_leaving), after a start and
//! every minute: to whom the keys go is on record since 1. So a request is remembered by its idempotency
//! key from 1 on, and is answered again with what was planned there. Whoever asks again without one goes
//! on at 2.
//!
//! An owner's leave rests on another owner, who must be as they were read when 1 is written: of two owners
//! who remove each other, one stays.

use super::super::people::{TRIES, another_owner, has_say, may_hold_keys, member, of_account};
use super::super::read::read;
use super::super::tokens::beyond;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::finish::{Done, finish, keys_of};
use super::links_that_end;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{MemberId, UserId};
use claviger_core::people::Member;
use claviger_core::role::Role;
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite, RecordsOf, Store, StoreError};
use claviger_core::time::Timestamp;

/// A member who is gone, and what became of what they had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The member as it was last.
    pub member: Member,
    /// Keys that were frozen.
    pub keys_frozen: usize,
    /// Keys that belong to somebody else now.
    pub keys_handed_over: usize,
    /// Sessions that ended.
    pub sessions_ended: usize,
    /// Administration tokens that were shown to them, and are revoked.
    pub tokens_revoked: usize,
}

/// Removes a member. Their keys are frozen, or belong to `hand_over_to` from now on.
///
/// # Errors
/// [`ManageError`]; [`ManageError::LastOwner`]. After [`ManageError::Unavailable`] it may have been begun, and
/// is then finished within a minute of the store's return.
pub async fn remove(
    authority: &Authority,
    caller: &Caller,
    id: MemberId,
    hand_over_to: Option<UserId>,
) -> Result<Removed, ManageError> {
    let target = Target::Record(RecordKind::Member, id.as_u64());
    let work = async {
        caller.require_proof()?;
        let begun = begin(authority, caller, id, hand_over_to).await?;
        let Done { frozen, handed_over, revoked } = finish(authority, caller, begun.member).await?;
        Ok(Removed { keys_frozen: frozen, keys_handed_over: handed_over, tokens_revoked: revoked, ..begun })
    };
    guarded(authority, caller, Operation::MemberRemove, target, work).await
}

/// What step 1 rests on.
struct Seen {
    member: Member,
    another_owner: Option<RecordWrite>,
    links: Vec<RecordWrite>,
    heir_is_fit: bool,
    keys: usize,
    sessions: usize,
    tokens: usize,
}

/// Step 1: what is planned, with the member as it is on record then. Over their own place everybody has a say.
pub(super) async fn begin(
    authority: &Authority,
    caller: &Caller,
    id: MemberId,
    heir: Option<UserId>,
) -> Result<Removed, ManageError> {
    for _ in 0..TRIES {
        let now = authority.now();
        let seen = read(authority, move |store| look(store, id, heir, now)).await?;
        let seen = seen.ok_or(ManageError::NotFound(Thing::Member))?;
        of_account(caller, Some(seen.member))?;
        if caller.person() != Some(seen.member.user) {
            has_say(caller, seen.member.role)?;
        }
        if seen.member.leaving {
            return Ok(seen.planned(seen.member));
        }
        let (leaving, writes) = seen.leave(heir)?;
        let planned = seen.planned(leaving);
        let target = Target::Record(RecordKind::Member, id.as_u64());
        let words = words(&planned);
        let entry = entry::act(caller, Action::MemberLeave, target, leaving.revision, &words);
        match authority.commit_change(caller.mutation(Change::Records(writes), entry, &planned)).await {
            Ok(_) => return Ok(planned),
            Err(ChangeError::Conflict(Conflict::Revision | Conflict::Missing)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Member)),
        }
    }
    Err(ManageError::Changed)
}

fn look(
    store: &dyn Store,
    id: MemberId,
    heir: Option<UserId>,
    now: Timestamp,
) -> Result<Option<Seen>, StoreError> {
    let Some(member) = member(store, id)? else { return Ok(None) };
    let (user, account) = (member.user, member.account);
    let fit = |heir| Ok(heir != user && may_hold_keys(store, heir, account)?);
    let sessions = store.records(RecordKind::Session, RecordsOf::Owner(user.as_u64()), None, usize::MAX)?;
    Ok(Some(Seen {
        member,
        another_owner: another_owner(store, &member)?,
        links: links_that_end(store, (user, account), None, now)?,
        heir_is_fit: heir.map_or(Ok(true), fit)?,
        keys: keys_of(store, &member)?.len(),
        sessions: sessions.iter().filter(|session| session.is_live(now)).count(),
        tokens: beyond(store, (user, account), None)?.len(),
    }))
}

impl Seen {
    /// The place as it is being left, and the writes of step 1.
    fn leave(&self, heir: Option<UserId>) -> Result<(Member, Vec<RecordWrite>), ManageError> {
        if !self.heir_is_fit {
            return Err(ManageError::NoKeyHolder);
        }
        let from = self.member.revision;
        let leaving = Member { leaving: true, heir, revision: from.saturating_add(1), ..self.member };
        let owner = self.member.user.as_u64();
        let mut writes = self.links.clone();
        writes.push(RecordWrite::Update { record: leaving.record()?, from });
        writes.push(RecordWrite::RemoveOwned { kind: RecordKind::Session, owner, except: None });
        if leaving.role == Role::Owner {
            writes.push(self.another_owner.clone().ok_or(ManageError::LastOwner)?);
        }
        Ok((leaving, writes))
    }

    fn planned(&self, member: Member) -> Removed {
        let (frozen, handed_over) = if member.heir.is_some() { (0, self.keys) } else { (self.keys, 0) };
        Removed {
            member,
            keys_frozen: frozen,
            keys_handed_over: handed_over,
            sessions_ended: self.sessions,
            tokens_revoked: self.tokens,
        }
    }
}

fn words(planned: &Removed) -> String {
    let Removed { member, keys_frozen, keys_handed_over, sessions_ended, tokens_revoked } = planned;
    let keys = match member.heir {
        None => format!("keys to be frozen: {keys_frozen}"),
        Some(heir) => format!("keys to be handed over to {heir}: {keys_handed_over}"),
    };
    let tokens = format!("tokens to be revoked: {tokens_revoked}");
    format!("{}, {}, leaves; {keys}; {tokens}; sessions ended: {sessions_ended}", member.user, member.role)
}

//! A member's role is changed.
//!
//! # Order of writes
//! 1. The role, and what links rest on the old one, in one transaction. *From here on a token that was shown to the person
//!    and that the new role could not hand out is not recognised any more.*
//! 2. Each such token is revoked, one transaction each. *Stopped here, the rest is revoked by
//!    [`finish_leaving`](super::finish_leaving).*

use super::super::people::{TRIES, another_owner, has_say, member, of_account};
use super::super::read::read;
use super::super::tokens::{beyond, take_back};
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::links_that_end;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::MemberId;
use claviger_core::key::life::LifeError;
use claviger_core::people::Member;
use claviger_core::role::Role;
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite};

/// A member as they are now, and what it took from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The member.
    pub member: Member,
    /// Administration tokens that were shown to them and that the new role could not hand out: they are revoked.
    pub tokens_revoked: usize,
}

/// Changes what a member may do. `from` is the revision that was looked at, if one was: at any other one
/// nothing is changed. What the person began under the old role is not written any more; reset links for them, and
/// invitations and tokens of theirs that the new role could not make, work no more.
///
/// # Errors
/// [`ManageError`]; [`ManageError::LastOwner`].
pub async fn edit(
    authority: &Authority,
    caller: &Caller,
    id: MemberId,
    role: Role,
    from: impl Into<Option<u64>>,
) -> Result<Edited, ManageError> {
    let from = from.into();
    let target = Target::Record(RecordKind::Member, id.as_u64());
    let work = async {
        caller.require_proof()?;
        let planned = change(authority, caller, id, role, from).await?;
        let whose = (planned.member.user, planned.member.account);
        let tokens_revoked = take_back(authority, caller, whose, Some(role)).await?;
        Ok(Edited { tokens_revoked, ..planned })
    };
    guarded(authority, caller, Operation::MemberEdit, target, work).await
}

/// Step 1, with what is planned for step 2.
async fn change(
    authority: &Authority,
    caller: &Caller,
    id: MemberId,
    role: Role,
    from: Option<u64>,
) -> Result<Edited, ManageError> {
    let target = Target::Record(RecordKind::Member, id.as_u64());
    for _ in 0..TRIES {
        let Seen { member: old, rests_on, tokens } = look(authority, caller, id, role).await?;
        judge(caller, &old, role, from)?;
        let changed = Member { role, revision: old.revision.saturating_add(1), ..old };
        let update = RecordWrite::Update { record: changed.record()?, from: old.revision };
        let writes = rests_on.into_iter().chain([update]).collect();
        let mut words = format!("role: {} → {role}; member: {}", old.role, old.user);
        if tokens > 0 {
            words.push_str(&format!("; tokens to be revoked: {tokens}"));
        }
        let entry = entry::act(caller, Action::MemberEdit, target, changed.revision, &words);
        let planned = Edited { member: changed, tokens_revoked: tokens };
        let mutation = caller.mutation(Change::Records(writes), entry, &planned);
        match authority.commit_change(mutation).await {
            Ok(_) => return Ok(planned),
            Err(ChangeError::Conflict(Conflict::Revision | Conflict::Missing)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Member)),
        }
    }
    Err(ManageError::Changed)
}

fn judge(caller: &Caller, old: &Member, role: Role, from: Option<u64>) -> Result<(), ManageError> {
    has_say(caller, old.role)?;
    has_say(caller, role)?;
    if old.leaving {
        return Err(ManageError::Leaving);
    }
    if from.is_some_and(|from| from != old.revision) {
        return Err(ManageError::Changed);
    }
    if old.role == role { Err(LifeError::NoChange.into()) } else { Ok(()) }
}

/// What a change of the role rests on.
struct Seen {
    member: Member,
    /// What is written with it.
    rests_on: Vec<RecordWrite>,
    /// How many tokens the new role could not hand out.
    tokens: usize,
}

async fn look(authority: &Authority, caller: &Caller, id: MemberId, role: Role) -> Result<Seen, ManageError> {
    let now = authority.now();
    let found = read(authority, move |store| {
        let Some(member) = member(store, id)? else { return Ok(None) };
        let whose = (member.user, member.account);
        let links = links_that_end(store, whose, Some(role), now)?;
        let tokens = beyond(store, whose, Some(role))?.len();
        Ok(Some((member, another_owner(store, &member)?, links, tokens)))
    });
    let (member, owner, mut rests_on, tokens) = found.await?.ok_or(ManageError::NotFound(Thing::Member))?;
    let member = of_account(caller, Some(member))?;
    if member.role == Role::Owner && role != Role::Owner {
        // Only whoever has a say over owners is told how many there are.
        has_say(caller, member.role)?;
        rests_on.push(owner.ok_or(ManageError::LastOwner)?);
    }
    Ok(Seen { member, rests_on, tokens })
}

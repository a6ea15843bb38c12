//! A member's role is changed.

use super::super::people::{TRIES, another_owner, has_say, member, of_account};
use super::super::read::read;
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

/// Changes what a member may do. `from` is the revision that was looked at, if one was: at any other one
/// nothing is changed. What the person began under the old role is not written any more; reset links for them, and
/// invitations of theirs that the new role could not make, work no more.
///
/// # Errors
/// [`ManageError`]; [`ManageError::LastOwner`].
pub async fn edit(
    authority: &Authority,
    caller: &Caller,
    id: MemberId,
    role: Role,
    from: impl Into<Option<u64>>,
) -> Result<Member, ManageError> {
    let from = from.into();
    let target = Target::Record(RecordKind::Member, id.as_u64());
    let work = async {
        caller.require_proof()?;
        for _ in 0..TRIES {
            let (old, rests_on) = look(authority, caller, id, role).await?;
            judge(caller, &old, role, from)?;
            let changed = Member { role, revision: old.revision.saturating_add(1), ..old };
            let update = RecordWrite::Update { record: changed.record()?, from: old.revision };
            let writes = rests_on.into_iter().chain([update]).collect();
            let words = format!("role: {} → {role}; member: {}", old.role, old.user);
            let entry = entry::act(caller, Action::MemberEdit, target, changed.revision, &words);
            let mutation = caller.mutation(Change::Records(writes), entry, &changed);
            match authority.commit_change(mutation).await {
                Ok(_) => return Ok(changed),
                Err(ChangeError::Conflict(Conflict::Revision | Conflict::Missing)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Member)),
            }
        }
        Err(ManageError::Changed)
    };
    guarded(authority, caller, Operation::MemberEdit, target, work).await
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

/// The member as it is, and what is written with its change.
async fn look(
    authority: &Authority,
    caller: &Caller,
    id: MemberId,
    role: Role,
) -> Result<(Member, Vec<RecordWrite>), ManageError> {
    let now = authority.now();
    let found = read(authority, move |store| {
        let Some(member) = member(store, id)? else { return Ok(None) };
        let links = links_that_end(store, (member.user, member.account), Some(role), now)?;
        Ok(Some((member, another_owner(store, &member)?, links)))
    });
    let (member, owner, mut writes) = found.await?.ok_or(ManageError::NotFound(Thing::Member))?;
    let member = of_account(caller, Some(member))?;
    if member.role == Role::Owner && role != Role::Owner {
        // Only whoever has a say over owners is told how many there are.
        has_say(caller, member.role)?;
        writes.push(owner.ok_or(ManageError::LastOwner)?);
    }
    Ok((member, writes))
}

//! A reset link is made for a member.

use super::super::invitations::{Invited, new_link};
use super::super::people::{TRIES, at_this_revision, has_say, member, of_account, places, user};
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::SECS;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::MemberId;
use claviger_core::people::{Member, Purpose, User};
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite, Store, StoreError};

/// Makes a link with which the member sets a new password; links made before work no more. Only if this
/// account is the only one the person has a place in, and the caller has a say over their role: else an
/// account could be taken over by another's admin.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ElsewhereToo`].
pub async fn create(authority: &Authority, caller: &Caller, id: MemberId) -> Result<Invited, ManageError> {
    let target = Target::Record(RecordKind::Member, id.as_u64());
    let work = async {
        caller.require_proof()?;
        for _ in 0..TRIES {
            let seen = read(authority, move |store| look(store, id)).await?;
            let (member, user, elsewhere) = seen.ok_or(ManageError::NotFound(Thing::Member))?;
            of_account(caller, Some(member))?;
            has_say(caller, member.role)?;
            if member.leaving {
                return Err(ManageError::Leaving);
            }
            if elsewhere {
                return Err(ManageError::ElsewhereToo);
            }
            match make(authority, caller, member, user).await? {
                Ok(invited) => return Ok(invited),
                Err(ChangeError::Conflict(Conflict::Revision | Conflict::Missing)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Member)),
            }
        }
        Err(ManageError::Changed)
    };
    guarded(authority, caller, Operation::MemberReset, target, work).await
}

/// The member, the person, and whether they have a place in another account. The person is read before the
/// places: another place raises their revision.
fn look(store: &dyn Store, id: MemberId) -> Result<Option<(Member, User, bool)>, StoreError> {
    let Some(member) = member(store, id)? else { return Ok(None) };
    let Some(user) = user(store, member.user)? else { return Ok(None) };
    let elsewhere = places(store, user.id)?.iter().any(|place| place.id != id);
    Ok(Some((member, user, elsewhere)))
}

/// Written only if the person has neither another role nor another place by then.
async fn make(
    authority: &Authority,
    caller: &Caller,
    member: Member,
    user: User,
) -> Result<Result<Invited, ChangeError>, ManageError> {
    let now = authority.now();
    let expires_at = now.plus_secs(SECS);
    let purpose = Purpose::Reset { user: user.id, account: Some(caller.account), without_factors: false };
    let invited = new_link(purpose, caller.principal(), now, expires_at)?;
    let owner = user.id.as_u64();
    let writes = vec![
        at_this_revision(&member),
        RecordWrite::Require { kind: RecordKind::User, id: owner, revision: user.revision },
        RecordWrite::RemoveOwned { kind: RecordKind::Invitation, owner, except: None },
        RecordWrite::Create { record: invited.invitation.record()?, limit: None },
    ];
    let words = format!("for \"{}\" ({}), {}; expires_at: {expires_at}", user.login, user.id, member.role);
    let target = Target::Record(RecordKind::Member, member.id.as_u64());
    let entry = entry::act(caller, Action::ResetCreate, target, member.revision, &words);
    let mutation = caller.mutation(Change::Records(writes), entry, &invited);
    Ok(authority.commit_change(mutation).await.map(|_| invited))
}

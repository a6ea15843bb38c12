//! A link is taken back.

use super::super::people::{has_say, parsed, place_of, removal};
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::InvitationId;
use claviger_core::people::{Invitation, Purpose};
use claviger_core::role::Role;
use claviger_core::store::{Change, RecordKind, Store, StoreError};

/// Takes an invitation or a reset link of the account back: from now on it reads like one that never was.
///
/// # Errors
/// [`ManageError`].
pub async fn revoke(
    authority: &Authority,
    caller: &Caller,
    id: InvitationId,
) -> Result<Invitation, ManageError> {
    let target = Target::Record(RecordKind::Invitation, id.as_u64());
    let work = async {
        let account = caller.account;
        let found = read(authority, move |store| find(store, id)).await?;
        let open = |link: &Invitation| link.account() == Some(account) && authority.now() < link.expires_at;
        let found = found.filter(|(link, _)| open(link));
        let (link, role) = found.ok_or(ManageError::NotFound(Thing::Invitation))?;
        role.map_or(Ok(()), |role| has_say(caller, role))?;
        let words = format!("{}; expires_at: {}", what(&link), link.expires_at);
        let entry = entry::act(caller, Action::InvitationRevoke, target, link.revision, &words);
        let change = Change::Records(vec![removal(&link)]);
        let written = authority.commit_change(caller.mutation(change, entry, &link)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Invitation))?;
        Ok(link)
    };
    guarded(authority, caller, Operation::InvitationRevoke, target, work).await
}

/// The link, with the role it makes of somebody or lets somebody back into.
fn find(store: &dyn Store, id: InvitationId) -> Result<Option<(Invitation, Option<Role>)>, StoreError> {
    let Some(record) = store.record(RecordKind::Invitation, id.as_u64())? else { return Ok(None) };
    let link: Invitation = parsed(&record)?;
    let role = match link.purpose {
        Purpose::Join { role, .. } => Some(role),
        Purpose::FirstOwner { .. } => Some(Role::Owner),
        Purpose::Reset { user, account, .. } => match account {
            Some(account) => place_of(store, user, account)?.map(|place| place.role),
            None => None,
        },
    };
    Ok(Some((link, role)))
}

fn what(link: &Invitation) -> String {
    match link.purpose {
        Purpose::Join { role, .. } => format!("invitation, role {role}"),
        Purpose::FirstOwner { .. } => "link of the first owner".to_owned(),
        Purpose::Reset { user, .. } => format!("reset link for {user}"),
    }
}

//! A reset link made on the host.

use super::super::invitations::{HostLink, new_link};
use super::super::people::{parsed, places};
use super::super::{ManageError, Thing, host_act};
use super::SECS;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::people::{Login, Purpose, User};
use claviger_core::store::{Change, RecordKind, RecordWrite, Store};
use claviger_core::time::Timestamp;

/// A link with which the person of this login sets a new password; with `without_factors` it asks for no
/// second factor and takes those there are away when it is used. Links made before work no more. The entry
/// belongs to the account the person came into first.
///
/// # Errors
/// [`ManageError::NotFound`] if nobody has the login; [`ManageError`].
pub fn by_host(
    store: &dyn Store,
    login: &Login,
    without_factors: bool,
    now: Timestamp,
) -> Result<HostLink, ManageError> {
    let found = store.record_by_handle(RecordKind::User, login.as_str().as_bytes())?;
    let found = found.ok_or(ManageError::NotFound(Thing::Person))?;
    let user: User = parsed(&found)?;
    let (id, owner) = (user.id, user.id.as_u64());
    let expires_at = now.plus_secs(SECS);
    let purpose = Purpose::Reset { user: id, account: None, without_factors };
    let invited = new_link(purpose, None, now, expires_at)?;
    let writes = vec![
        RecordWrite::RemoveOwned { kind: RecordKind::Invitation, owner, except: None },
        RecordWrite::Create { record: invited.invitation.record()?, limit: None },
    ];
    let account = places(store, id)?.first().map_or(AccountId::from_u64(0), |place| place.account);
    let factors = if without_factors { "the second factors go with it" } else { "second factors stay" };
    let words = format!("reset link for \"{login}\", made on the host; {factors}; expires_at: {expires_at}");
    let entry = host_act(account, Action::Recovered, Target::Record(RecordKind::User, owner), &words);
    Ok(HostLink { invited, change: Change::Records(writes), entry })
}

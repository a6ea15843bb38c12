//! The link for the first owner of a server.

use super::super::read::read;
use super::super::{ManageError, Thing, host_act};
use super::{Invited, new_link};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::{EntryDraft, Target};
use claviger_core::id::AccountId;
use claviger_core::people::Purpose;
use claviger_core::store::{Change, Mutation, RecordKind, RecordWrite, RecordsOf, Store, StoreError};
use claviger_core::time::Timestamp;

/// How long it works, in days.
const DAYS: i64 = 3;

/// A link made by the host, on no record yet. Has no `Debug`.
pub struct HostLink {
    /// The link.
    pub invited: Invited,
    /// What puts it on record.
    pub change: Change,
    /// The entry that says so.
    pub entry: EntryDraft,
}

/// Whether the server knows a person.
///
/// # Errors
/// [`StoreError`].
pub fn has_people(store: &dyn Store) -> Result<bool, StoreError> {
    Ok(!store.records(RecordKind::User, RecordsOf::Kind, None, 1)?.is_empty())
}

/// A link with which somebody becomes the first owner of an account. It works only while the server knows
/// nobody: whoever comes first is the one. `action` is what the entry calls it.
///
/// # Errors
/// [`ManageError::Internal`].
pub fn first_owner_link(account: AccountId, action: Action, now: Timestamp) -> Result<HostLink, ManageError> {
    let expires_at = now.plus_secs(DAYS * 86_400);
    let invited = new_link(Purpose::FirstOwner { account }, None, now, expires_at)?;
    let record = invited.invitation.record()?;
    let target = Target::Record(RecordKind::Invitation, record.id);
    let words = format!("link of the first owner, made on the host; expires_at: {expires_at}");
    let change = Change::Records(vec![RecordWrite::Create { record, limit: None }]);
    Ok(HostLink { invited, change, entry: host_act(account, action, target, &words) })
}

/// Makes that link and puts it on record, if the server knows nobody.
///
/// # Errors
/// [`ManageError`].
pub async fn first_owner(authority: &Authority, account: AccountId) -> Result<Option<Invited>, ManageError> {
    if read(authority, has_people).await? {
        return Ok(None);
    }
    let HostLink { invited, change, entry } =
        first_owner_link(account, Action::MemberInvite, authority.now())?;
    let written = authority.commit_change(Mutation::new(change, entry)).await;
    written.map_err(|error| ManageError::from_change(error, Thing::Invitation))?;
    Ok(Some(invited))
}

//! Turning to another account.

use super::super::{ManageError, Operation, Thing, entry, guarded};
use super::begin::rotated;
use super::{NewSession, Signed};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::people::Session;
use claviger_core::store::{Change, RecordKind};

/// Looks at another account the person has a place in. The session gets another token.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if the person has no place there.
pub async fn switch(
    authority: &Authority,
    signed: &Signed,
    account: AccountId,
) -> Result<NewSession, ManageError> {
    let target = Target::Record(RecordKind::Session, signed.session.id.as_u64());
    let work = async {
        let known = signed.accounts.iter().find(|(known, _)| known.id == account);
        let (to, _) = known.ok_or(ManageError::NotFound(Thing::Account))?;
        let session = Session { account: Some(account), ..signed.session.clone() };
        let (new, write) = rotated(authority, &session, signed.user.clone(), None)?;
        let words = format!("to \"{}\"", to.name);
        // Told where the person came to: there it says who looks from now on.
        let mut entry = entry::act(&signed.caller, Action::SessionSwitch, target, 0, &words);
        entry.account = account;
        let change = Change::Records(vec![write]);
        let written = authority.commit_change(signed.caller.mutation(change, entry, &())).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Session))?;
        Ok(new)
    };
    guarded(authority, &signed.caller, Operation::SessionSwitch, target, work).await
}

//! A passkey is called something else.

use super::super::super::sessions::Signed;
use super::super::super::{ManageError, Operation, Thing, entry, guarded};
use super::{find, is_free, of};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::PasskeyId;
use claviger_core::people::Passkey;
use claviger_core::store::{Change, RecordKind, RecordWrite};
use claviger_core::text::Name;

/// Gives a passkey another name. No proof is asked for: it is a name that its owner alone reads.
///
/// # Errors
/// [`ManageError`].
pub async fn rename(
    authority: &Authority,
    signed: &Signed,
    id: PasskeyId,
    name: Name,
) -> Result<(), ManageError> {
    let target = Target::Record(RecordKind::Passkey, id.as_u64());
    let work = async {
        let kept = of(authority, signed.user.id).await?;
        let old = find(&kept, id)?;
        is_free(&kept, &name, Some(id))?;
        let from = old.revision;
        let passkey = Passkey { name, revision: from.saturating_add(1), ..old.clone() };
        let words = format!("passkey \"{}\" is called \"{}\"", old.name, passkey.name);
        let entry = entry::act(&signed.caller, Action::PasskeyEdit, target, passkey.revision, &words);
        let change = Change::Records(vec![RecordWrite::Update { record: passkey.record()?, from }]);
        let written = authority.commit_change(signed.caller.mutation(change, entry, &())).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Passkey))?;
        Ok(())
    };
    guarded(authority, &signed.caller, Operation::PasskeyEdit, target, work).await
}

//! A passkey is taken off.

use super::super::super::sessions::begin::rotated;
use super::super::super::sessions::{NewSession, Signed};
use super::super::super::{ManageError, Operation, Thing, entry};
use super::super::{FactorError, guarded};
use super::{find, of};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::PasskeyId;
use claviger_core::people::User;
use claviger_core::store::{Change, RecordKind, RecordWrite};

/// Takes a passkey off.
///
/// # Errors
/// [`FactorError`]; [`FactorError::LastFactor`] if the password could not stand alone.
pub async fn remove(
    authority: &Authority,
    signed: &Signed,
    id: PasskeyId,
) -> Result<NewSession, FactorError> {
    let target = Target::Record(RecordKind::Passkey, id.as_u64());
    let work = async {
        signed.caller.require_proof()?;
        let kept = of(authority, signed.user.id).await?;
        let passkey = find(&kept, id)?;
        let last = signed.user.totp.is_none() && kept.len() == 1;
        if last && !signed.user.password_long {
            return Err(FactorError::LastFactor);
        }
        let from = signed.user.revision;
        let mut user = User { revision: from.saturating_add(1), ..signed.user.clone() };
        if last {
            // They stand in for a second factor, and there is none any more.
            user.recovery.clear();
        }
        let (session, rotated) = rotated(authority, &signed.session, user, None)?;
        let change = Change::Records(vec![
            RecordWrite::Remove { kind: RecordKind::Passkey, id: id.as_u64(), from: passkey.revision },
            RecordWrite::Update { record: session.user.record()?, from },
            rotated,
        ]);
        let words = format!("passkey \"{}\" removed", passkey.name);
        let entry = entry::act(&signed.caller, Action::PasskeyRemove, target, 0, &words);
        let written = authority.commit_change(signed.caller.mutation(change, entry, &())).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Passkey))?;
        Ok(session)
    };
    guarded(authority, &signed.caller, Operation::PasskeyRemove, target, work).await
}

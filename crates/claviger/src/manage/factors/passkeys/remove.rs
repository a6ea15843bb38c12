//! A passkey is taken off.

use super::super::super::Operation;
use super::super::super::sessions::{NewSession, Signed};
use super::super::FactorError;
use super::super::act::{Act, own, write};
use super::super::totp::without_factor;
use super::{find, of};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::id::PasskeyId;
use claviger_core::store::{RecordKind, RecordWrite};

/// Takes a passkey off; with the last second factor the recovery codes go, too.
///
/// # Errors
/// [`FactorError`]; [`FactorError::LastFactor`] if the password could not stand alone.
pub async fn remove(
    authority: &Authority,
    signed: &Signed,
    id: PasskeyId,
) -> Result<NewSession, FactorError> {
    let work = async {
        signed.caller.require_proof()?;
        let kept = of(authority, signed.user.id).await?;
        let passkey = find(&kept, id)?;
        let mut user = signed.user.clone();
        if user.totp.is_none() && kept.len() == 1 {
            without_factor(&mut user)?;
        }
        let more =
            vec![RecordWrite::Remove { kind: RecordKind::Passkey, id: id.as_u64(), from: passkey.revision }];
        let words = format!("passkey \"{}\" removed", passkey.name);
        let act = Act { action: Action::PasskeyRemove, words: &words, more, proof_at: None };
        write(authority, signed, user, act).await
    };
    own(authority, signed, Operation::PasskeyRemove, work).await
}

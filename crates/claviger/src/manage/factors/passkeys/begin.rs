//! The first step of adding a passkey: what the browser is asked.

use super::super::super::sessions::ticket::{Act, Ticket};
use super::super::super::sessions::{Origin, Signed};
use super::super::super::{ManageError, Operation, Thing, guarded};
use super::{MAX_PASSKEYS, challenge, handle, of, written};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_passkey::{CreationOptions, Person};

/// What devices call this.
const NAME: &str = "Claviger";

/// Begins to add a passkey: the ticket, and JSON of the `PublicKeyCredentialCreationOptions`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ProofWanted`]; [`ManageError::LimitReached`] if there are [`MAX_PASSKEYS`].
pub async fn begin(
    authority: &Authority,
    signed: &Signed,
    origin: &Origin,
) -> Result<(String, String), ManageError> {
    let work = async {
        signed.caller.require_proof()?;
        let kept = of(authority, signed.user.id).await?;
        if kept.len() >= MAX_PASSKEYS as usize {
            return Err(ManageError::LimitReached { thing: Thing::Passkey, limit: MAX_PASSKEYS });
        }
        let (challenge, handle) = (challenge()?, handle(signed.user.id));
        let exclude: Vec<&[u8]> = kept.iter().map(|passkey| &*passkey.credential).collect();
        let (login, name) = (signed.user.login.as_str(), signed.user.name.as_str());
        let options = CreationOptions {
            party: origin.party(),
            party_name: NAME,
            person: Person { handle: &handle, login, name },
            challenge: &challenge,
            exclude: &exclude,
        };
        let ticket =
            Ticket::new(authority, &signed.user).in_session(signed.session.id).asking(&challenge, &[]);
        Ok((ticket.seal(authority, Act::PasskeyAdd)?, written(options.json())?))
    };
    guarded(authority, &signed.caller, Operation::PasskeyAdd, Target::Account, work).await
}

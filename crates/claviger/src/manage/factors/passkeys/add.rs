//! The second step of adding a passkey: what the browser gave is judged, and put on record.

use super::super::super::sessions::ticket::{Act as TicketAct, Ticket};
use super::super::super::sessions::{NewSession, Origin, Signed};
use super::super::super::{ManageError, Operation, Thing, refuse};
use super::super::act::{Act, own, write};
use super::super::{FactorError, RecoveryCodes, recovery};
use super::{MAX_PASSKEYS, is_free, of};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::id::PasskeyId;
use claviger_core::people::Passkey;
use claviger_core::store::{RecordLimit, RecordScope, RecordWrite};
use claviger_core::text::Name;
use claviger_passkey::{PasskeyError, Registered, register};

/// Puts a passkey on record. The first second factor comes with recovery codes, to be shown once. The ticket is the proof
/// that a factor was proved of late: nobody else gets one.
///
/// # Errors
/// [`FactorError`]; [`FactorError::Passkey`] if the browser's answer is not taken, which leaves its entry.
pub async fn add(
    authority: &Authority,
    signed: &Signed,
    origin: &Origin,
    ticket: &str,
    credential: &str,
    name: Name,
) -> Result<(NewSession, Option<RecoveryCodes>), FactorError> {
    let work = async {
        let ticket = Ticket::open(authority, TicketAct::PasskeyAdd, ticket).ok_or(FactorError::Stale)?;
        if !ticket.is_of(&signed.user, Some(signed.session.id)) {
            return Err(FactorError::Stale);
        }
        let challenge = ticket.challenge().try_into().map_err(|_| FactorError::Stale)?;
        match register(origin.party(), &challenge, credential) {
            Ok(new) => commit(authority, signed, name, new).await,
            Err(error) => {
                refuse(authority, &signed.caller, Operation::PasskeyAdd, &error.to_string()).await?;
                Err(error.into())
            }
        }
    };
    own(authority, signed, Operation::PasskeyAdd, work).await
}

/// The passkey, the person and the session in one change: the person's record is written whether or not something of it
/// changes, so that the ticket is good once.
async fn commit(
    authority: &Authority,
    signed: &Signed,
    name: Name,
    new: Registered,
) -> Result<(NewSession, Option<RecoveryCodes>), FactorError> {
    is_free(&of(authority, signed.user.id).await?, &name, None)?;
    let mut user = signed.user.clone();
    let codes = user.recovery.is_empty().then(|| recovery::fresh(&mut user));
    let codes = codes.transpose().map_err(ManageError::from)?;
    let words = format!("passkey \"{name}\" added");
    let record = passkey(authority, signed, name, new)?.record().map_err(ManageError::from)?;
    let limit = Some(RecordLimit { scope: RecordScope::Owner, most: MAX_PASSKEYS });
    let more = vec![RecordWrite::Create { record, limit }];
    let act = Act { action: Action::PasskeyAdd, words: &words, more, proof_at: None };
    let written = write(authority, signed, user, act).await;
    Ok((written.map_err(refused)?, codes))
}

fn passkey(
    authority: &Authority,
    signed: &Signed,
    name: Name,
    new: Registered,
) -> Result<Passkey, ManageError> {
    Ok(Passkey {
        id: PasskeyId::random(&mut OsEntropy)?,
        user: signed.user.id,
        name,
        credential: new.credential,
        public_key: new.public_key,
        counter: new.counter,
        used_at: None,
        revision: 1,
        created_at: authority.now(),
    })
}

/// What conflicts is the passkey: nothing of the person that is unique changes.
fn refused(error: FactorError) -> FactorError {
    match error {
        FactorError::Manage(ManageError::NameTaken(_)) => PasskeyError::OnRecord.into(),
        FactorError::Manage(ManageError::LimitReached { limit, .. }) => {
            ManageError::LimitReached { thing: Thing::Passkey, limit }.into()
        }
        other => other,
    }
}

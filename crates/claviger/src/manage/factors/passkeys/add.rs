//! The second step of adding a passkey: what the browser gave is judged, and put on record.

use super::super::super::sessions::begin::rotated;
use super::super::super::sessions::ticket::{Act, Ticket};
use super::super::super::sessions::{NewSession, Origin, Signed};
use super::super::super::{ManageError, Operation, Thing, entry};
use super::super::{FactorError, RecoveryCodes, guarded, recovery};
use super::{MAX_PASSKEYS, is_free, of};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::PasskeyId;
use claviger_core::people::{Passkey, User};
use claviger_core::store::{Change, Conflict, RecordKind, RecordLimit, RecordScope, RecordWrite};
use claviger_core::text::Name;
use claviger_passkey::{PasskeyError, Registered, register};

/// Puts a passkey on record. The first second factor comes with recovery codes, to be shown once.
///
/// # Errors
/// [`FactorError`]; [`FactorError::Passkey`] if the browser's answer is not taken.
pub async fn add(
    authority: &Authority,
    signed: &Signed,
    origin: &Origin,
    ticket: &str,
    credential: &str,
    name: Name,
) -> Result<(NewSession, Option<RecoveryCodes>), FactorError> {
    let work = async {
        signed.caller.require_proof()?;
        let ticket = Ticket::open(authority, Act::PasskeyAdd, ticket).ok_or(FactorError::Stale)?;
        if !ticket.is_of(&signed.user, Some(signed.session.id)) {
            return Err(FactorError::Stale);
        }
        let challenge = ticket.challenge().try_into().map_err(|_| FactorError::Stale)?;
        let new = register(origin.party(), &challenge, credential)?;
        let kept = of(authority, signed.user.id).await?;
        is_free(&kept, &name, None)?;
        let first = signed.user.totp.is_none() && kept.is_empty();
        commit(authority, signed, passkey(authority, signed, name, new)?, first).await
    };
    guarded(authority, &signed.caller, Operation::PasskeyAdd, Target::Account, work).await
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

/// The passkey, the person and the session in one change: the person's record is written whether or not something of it
/// changes, so that the ticket is good once.
async fn commit(
    authority: &Authority,
    signed: &Signed,
    passkey: Passkey,
    first: bool,
) -> Result<(NewSession, Option<RecoveryCodes>), FactorError> {
    let from = signed.user.revision;
    let mut user = User { revision: from.saturating_add(1), ..signed.user.clone() };
    let codes = first.then(|| recovery::fresh(&mut user)).transpose()?;
    let (session, rotated) = rotated(authority, &signed.session, user, None)?;
    let limit = Some(RecordLimit { scope: RecordScope::Owner, most: MAX_PASSKEYS });
    let change = Change::Records(vec![
        RecordWrite::Create { record: passkey.record()?, limit },
        RecordWrite::Update { record: session.user.record()?, from },
        rotated,
    ]);
    let words = format!("passkey \"{}\" added", passkey.name);
    let target = Target::Record(RecordKind::Passkey, passkey.id.as_u64());
    let entry = entry::act(&signed.caller, Action::PasskeyAdd, target, passkey.revision, &words);
    let written = authority.commit_change(signed.caller.mutation(change, entry, &())).await;
    written.map_err(refused)?;
    Ok((session, codes))
}

fn refused(error: ChangeError) -> FactorError {
    match error {
        ChangeError::Conflict(Conflict::NameTaken) => PasskeyError::OnRecord.into(),
        ChangeError::Conflict(Conflict::Revision) => FactorError::Stale,
        other => ManageError::from_change(other, Thing::Passkey).into(),
    }
}

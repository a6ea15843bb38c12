//! The passkeys of a person are asked, and one of them answers.

use super::super::super::ManageError;
use super::super::super::entry::host_act;
use super::super::super::sessions::Origin;
use super::super::super::sessions::person::by_id;
use super::{challenge, handle, of, written};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{PasskeyId, UserId};
use claviger_core::people::Passkey;
use claviger_core::reason::Reason;
use claviger_core::store::{Item, RecordKind, RecordWrite, Settled};
use claviger_passkey::{Asserted, Expected, Known, PasskeyError, RequestOptions, assert, credential_id};
use std::time::Instant;

/// What the passkeys of a person are asked.
pub(in super::super::super) struct Question {
    /// What they are to sign.
    pub(in super::super::super) challenge: Vec<u8>,
    /// Which of them may, with their revisions.
    pub(in super::super::super) passkeys: Vec<(PasskeyId, u64)>,
    /// JSON of the `PublicKeyCredentialRequestOptions`.
    pub(in super::super::super) options: String,
}

/// Asks the passkeys of a person; none if there are none that work at this origin.
pub(in super::super::super) async fn ask(
    authority: &Authority,
    user: UserId,
    origin: &Origin,
) -> Result<Option<Question>, ManageError> {
    if !origin.has_passkeys() {
        return Ok(None);
    }
    let kept = of(authority, user).await?;
    if kept.is_empty() {
        return Ok(None);
    }
    let challenge = challenge()?;
    let allow: Vec<&[u8]> = kept.iter().map(|passkey| &*passkey.credential).collect();
    let options = RequestOptions { party: origin.party(), challenge: &challenge, allow: &allow };
    Ok(Some(Question {
        challenge: challenge.into(),
        passkeys: kept.iter().map(|passkey| (passkey.id, passkey.revision)).collect(),
        options: written(options.json())?,
    }))
}

/// Judges an answer: the passkey used, with the write that uses it up, which is made from exactly the
/// revision in `asked`; none if the answer is wrong. A count that went back is on record then.
pub(in super::super::super) async fn answer(
    authority: &Authority,
    user: UserId,
    (challenge, asked): (&[u8], &[(PasskeyId, u64)]),
    credential: &str,
    origin: &Origin,
) -> Result<Option<(PasskeyId, RecordWrite)>, ManageError> {
    let Ok(challenge) = challenge.try_into() else { return Ok(None) };
    let mut kept = of(authority, user).await?;
    kept.retain(|passkey| asked.contains(&(passkey.id, passkey.revision)));
    let known: Vec<Known<'_>> = kept.iter().map(known).collect();
    let expected = Expected { party: origin.party(), challenge, person: &handle(user), allowed: &known };
    match assert(&expected, credential) {
        Ok(found) => kept.get(found.which).map(|passkey| used(authority, passkey, &found)).transpose(),
        Err(error @ PasskeyError::CounterWentBack { .. }) => {
            let id = credential_id(credential).unwrap_or_default();
            if let Some(passkey) = kept.iter().find(|passkey| *passkey.credential == *id) {
                went_back(authority, passkey, error).await?;
            }
            Ok(None)
        }
        Err(_) => Ok(None),
    }
}

fn known(passkey: &Passkey) -> Known<'_> {
    let Passkey { credential, public_key, counter, .. } = passkey;
    Known { credential, public_key, counter: *counter }
}

/// The count and the time of the use, on record in the change that rests on it.
fn used(
    authority: &Authority,
    passkey: &Passkey,
    found: &Asserted,
) -> Result<(PasskeyId, RecordWrite), ManageError> {
    let from = passkey.revision;
    let passkey = Passkey {
        counter: found.counter,
        used_at: Some(authority.now().max(passkey.created_at)),
        revision: from.saturating_add(1),
        ..passkey.clone()
    };
    Ok((passkey.id, RecordWrite::Update { record: passkey.record()?, from }))
}

/// There may be a copy of the passkey, so whoever looks after the accounts that it opens has to see it: an entry in each
/// of them. Nobody who lacks the private key can cause one.
async fn went_back(authority: &Authority, passkey: &Passkey, error: PasskeyError) -> Result<(), ManageError> {
    let Some(person) = by_id(authority, passkey.user).await? else { return Ok(()) };
    let target = Target::Record(RecordKind::Passkey, passkey.id.as_u64());
    let words = format!("passkey \"{}\": {error}", passkey.name);
    for account in person.places.iter().map(|place| place.account) {
        let draft = EntryDraft {
            actor: Actor::User(passkey.user),
            outcome: Outcome::Refused,
            reason: Reason::SecondFactorWrong,
            ..host_act(account, Action::PasskeyRefused, target, &words)
        };
        match authority.lane().submit_call(Item::Note(draft), Instant::now()).await {
            Ok((Settled::Written(_), _)) => {}
            _ => return Err(ManageError::Unavailable),
        }
    }
    Ok(())
}

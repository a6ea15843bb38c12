//! A key gets a successor; both work until the end of the overlap.
//!
//! # Order
//! Both keys are one change ([`Change::RotateKey`]) with one entry: a stop leaves both or neither. The private
//! half is drawn, sealed and, if it is for a recipient, encrypted before that, so nothing that can fail comes
//! between the change and the answer. Whoever lost the answer has a key that nobody holds: it is rolled back.

use super::super::read::read;
use super::super::rotation_policy::{Recipient, recipient as recipient_of};
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded, words};
use super::change::own;
use super::leave::{Left, settle};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::allowlist::Allowlist;
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::{
    LifeError, OVERLAP_SECS, Rotate, Rotated, aside_names, renewed_expiry, rotate as begin,
};
use claviger_core::key::{KeyKind, KeyRecord, KeyState, Revision};
use claviger_core::permission::PermissionSet;
use claviger_core::restriction::Restrictions;
use claviger_core::store::{Change, Conflict, KeyFilter, KeyRow};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_seal::Purpose;
use std::collections::HashSet;

/// How often a rotation is tried if others keep changing the key, or ids are drawn that exist.
const TRIES: usize = 4;
/// So many characters of its name are enough to find those that could be called like a key that makes way.
const LIKE: usize = 48;

/// The rotation asked for. What is `None` is as the key has it.
#[derive(Default)]
pub struct RotateKey {
    /// The revision that was looked at: at any other one nothing is rotated.
    pub from: Option<Revision>,
    /// The successor's name; it takes the key's own unless told.
    pub name: Option<Name>,
    /// What the successor may do, no more than the key (the whole set).
    pub permissions: Option<PermissionSet>,
    /// Where it may be used from, no wider than the key (the whole list).
    pub allowlist: Option<Allowlist>,
    /// Its expiry, no further ahead than the key's was.
    pub expires_at: Option<Timestamp>,
    /// How long both work, in seconds; a week unless told.
    pub overlap_secs: Option<u32>,
    /// Whom the private key is encrypted to, so that only they can read it; the account's own recipient unless told.
    pub recipient: Option<Recipient>,
}

/// Both keys, with what is shown once. Has no `Debug`.
pub struct RotatedKey {
    /// The key as it is now: it works until its `retires_at`.
    pub predecessor: KeyRecord,
    /// Its successor.
    pub successor: KeyRecord,
    /// The successor's private half, in clear; none for a public key, or if it was encrypted.
    pub private_key: Option<PrivateKey>,
    /// Both halves, as an age file in text form that the recipient alone can read.
    pub encrypted: Option<String>,
}

/// Rotates a key.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ProofWanted`]; [`ManageError::Life`]: not in force, being replaced, wider.
pub async fn rotate(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    asked: RotateKey,
) -> Result<RotatedKey, ManageError> {
    let work = async {
        caller.require_proof()?;
        let of_account = recipient_of(authority, caller.account).await?;
        let recipient = asked.recipient.as_ref().or(of_account.as_ref());
        for _ in 0..TRIES {
            let row = own(authority, caller, id).await?;
            if asked.from.is_some_and(|from| from != row.record.revision) {
                return Err(ManageError::Changed);
            }
            is_over(authority, &row.record).await?;
            let aside = aside(authority, caller, &row.record.name).await?;
            let from = row.record.revision;
            let (row, successor, rotated) = make(authority, row, &asked, aside, recipient)?;
            let entry = entry::act(caller, Action::KeyRotate, Target::Key(id), from + 1, &told(&rotated));
            let limit = authority.limits().keys_per_account;
            let (row, successor) = (Box::new(row), Box::new(successor));
            let change = Change::RotateKey { row, from, successor, limit };
            match authority.commit_change(caller.mutation(change, entry, &rotated)).await {
                Ok(_) => return settled(authority, caller, rotated).await,
                Err(ChangeError::Conflict(Conflict::Revision | Conflict::Exists)) => {}
                // Another key took the name meanwhile that this one was to make way under.
                Err(ChangeError::Conflict(Conflict::NameTaken)) if asked.name.is_none() => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
            }
        }
        Err(ManageError::Changed)
    };
    guarded(authority, caller, Operation::KeyRotate, Target::Key(id), work).await
}

/// Refuses while the key that this one replaced still works: two overlaps at once would leave nobody sure what
/// rolling back means.
async fn is_over(authority: &Authority, record: &KeyRecord) -> Result<(), ManageError> {
    let Some(before) = record.predecessor else { return Ok(()) };
    let now = authority.now();
    let before = read(authority, move |store| store.key(before)).await?.map(|row| row.record);
    let works = |before: &KeyRecord| {
        before.successor == Some(record.id)
            && before.state != KeyState::Revoked
            && before.retires_at.is_some_and(|at| at > now)
    };
    if before.as_ref().is_some_and(works) { Err(LifeError::OverlapOpen.into()) } else { Ok(()) }
}

/// What the key will be called if its successor takes its name.
async fn aside(authority: &Authority, caller: &Caller, name: &Name) -> Result<Name, ManageError> {
    let states = KeyState::ALL.into_iter().filter(|state| *state != KeyState::Revoked).collect();
    let text = Some(name.as_str().chars().take(LIKE).collect());
    let (account, filter) = (caller.account, KeyFilter { states, text, ..KeyFilter::default() });
    let alike = read(authority, move |store| store.keys(account, &filter, None, usize::MAX)).await?;
    let taken: HashSet<String> = alike.iter().map(|row| row.record.name.folded()).collect();
    let free = aside_names(name).find(|aside| !taken.contains(&aside.folded()));
    free.ok_or(ManageError::NameTaken(Thing::Key))
}

fn make(
    authority: &Authority,
    row: KeyRow,
    asked: &RotateKey,
    aside: Name,
    recipient: Option<&Recipient>,
) -> Result<(KeyRow, KeyRow, RotatedKey), ManageError> {
    let now = authority.now();
    let ids = (KeyId::random(&mut OsEntropy)?, ApiKey::random(&mut OsEntropy)?);
    let Rotated { predecessor, successor } =
        begin(&row.record, asked.rotation(&row.record, now), aside, ids, now)?;
    let private_key = match successor.kind {
        KeyKind::Public => None,
        KeyKind::Private => Some(PrivateKey::random(&mut OsEntropy)?),
    };
    let secrets = authority.secrets();
    let seal = |secret: &PrivateKey| secrets.seal(Purpose::ApiKeySecret, &successor, secret.expose());
    let secret = private_key.as_ref().map(seal).transpose()?;
    let second_factor = secrets.hand_down(&row, &successor)?;
    let encrypted = match (recipient, &private_key) {
        (Some(recipient), Some(private)) => Some(recipient.encrypt(&successor, private)?),
        _ => None,
    };
    let private_key = private_key.filter(|_| encrypted.is_none());
    let old = KeyRow { record: predecessor.clone(), ..row };
    let new = KeyRow { record: successor.clone(), secret, second_factor };
    Ok((old, new, RotatedKey { predecessor, successor, private_key, encrypted }))
}

fn told(rotated: &RotatedKey) -> String {
    let RotatedKey { predecessor, successor, encrypted, .. } = rotated;
    let until = predecessor.retires_at.map_or_else(String::new, |at| at.to_string());
    let handed = if encrypted.is_some() { "; encrypted to a recipient" } else { "" };
    format!("replaced by {}; both work until {until}{handed}; {}", successor.id, words::created(successor))
}

/// The rotation once it is sure that the successor does not belong to somebody who is gone.
async fn settled(
    authority: &Authority,
    caller: &Caller,
    rotated: RotatedKey,
) -> Result<RotatedKey, ManageError> {
    let other = rotated.successor.member.filter(|member| Some(*member) != caller.person());
    match other {
        Some(other) if settle(authority, caller, rotated.successor.id, other).await? == Left::Frozen => {
            Err(ManageError::NoKeyHolder)
        }
        _ => Ok(rotated),
    }
}

impl RotateKey {
    fn rotation(&self, key: &KeyRecord, now: Timestamp) -> Rotate {
        let was = &key.restrictions;
        let restrictions = Restrictions {
            allowlist: self.allowlist.clone().unwrap_or_else(|| was.allowlist.clone()),
            expires_at: self.expires_at.or_else(|| renewed_expiry(key, now)),
            ..was.clone()
        };
        Rotate {
            name: self.name.clone(),
            permissions: self.permissions,
            restrictions: Some(restrictions),
            overlap_secs: self.overlap_secs.unwrap_or(OVERLAP_SECS),
        }
    }
}

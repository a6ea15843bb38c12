//! A key is created; its private half is shown once.

use super::super::{Caller, ManageError, NewSecondFactor, Operation, Thing, TotpOnce, entry, guarded, words};
use super::hand_over::may_have;
use super::leave::{Left, settle};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::{NewKey, create as begin};
use claviger_core::key::{KeyKind, KeyRecord};
use claviger_core::store::{Change, Conflict, KeyRow};
use claviger_seal::Purpose;

/// How often ids are drawn anew if they exist already.
const TRIES: usize = 3;

/// The key asked for.
pub struct CreateKey {
    /// The key; its `restrictions.second_factor` is set from the field below.
    pub key: NewKey,
    /// Its second factor.
    pub second_factor: Option<NewSecondFactor>,
}

/// A new key, with what is shown once. Has no `Debug`.
pub struct CreatedKey {
    /// What is on record.
    pub record: KeyRecord,
    /// The private half; none for a public key.
    pub private_key: Option<PrivateKey>,
    /// The secret of a time-based second factor.
    pub totp: Option<TotpOnce>,
}

/// Creates a key in the caller's account. What a person makes belongs to them, unless they name another
/// member and may hand keys over.
///
/// # Errors
/// [`ManageError`]: a name in use, the account's limit, restrictions that do not fit.
pub async fn create(
    authority: &Authority,
    caller: &Caller,
    asked: CreateKey,
) -> Result<CreatedKey, ManageError> {
    let work = async {
        caller.require_proof()?;
        let asked = CreateKey { key: owned(authority, caller, asked.key).await?, ..asked };
        for _ in 0..TRIES {
            let (row, created) = make(authority, caller, &asked)?;
            let record = &row.record;
            let target = Target::Key(record.id);
            let entry =
                entry::act(caller, Action::KeyCreate, target, record.revision, &words::created(record));
            let change = Change::CreateKey { row: Box::new(row), limit: authority.limits().keys_per_account };
            match authority.commit_change(caller.mutation(change, entry, &created)).await {
                Ok(_) => return settled(authority, caller, created).await,
                Err(ChangeError::Conflict(Conflict::Exists)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
            }
        }
        Err(ManageError::Internal)
    };
    guarded(authority, caller, Operation::KeyCreate, Target::Account, work).await
}

/// The key with whom it belongs to.
async fn owned(authority: &Authority, caller: &Caller, key: NewKey) -> Result<NewKey, ManageError> {
    let own = caller.person();
    let member = key.member.or(own);
    if let Some(other) = member.filter(|member| Some(*member) != own) {
        caller.require(Operation::KeyHandOver)?;
        may_have(authority, caller, other).await?;
    }
    Ok(NewKey { member, ..key })
}

/// The key as it is once it is sure that it does not belong to somebody who is gone.
async fn settled(
    authority: &Authority,
    caller: &Caller,
    created: CreatedKey,
) -> Result<CreatedKey, ManageError> {
    let other = created.record.member.filter(|member| Some(*member) != caller.person());
    match other {
        Some(other) if settle(authority, caller, created.record.id, other).await? == Left::Frozen => {
            Err(ManageError::NoKeyHolder)
        }
        _ => Ok(created),
    }
}

fn make(
    authority: &Authority,
    caller: &Caller,
    asked: &CreateKey,
) -> Result<(KeyRow, CreatedKey), ManageError> {
    let mut key = asked.key.clone();
    key.restrictions.second_factor = asked.second_factor.as_ref().map(NewSecondFactor::kind);
    let (id, api_key) = (KeyId::random(&mut OsEntropy)?, ApiKey::random(&mut OsEntropy)?);
    let record = begin(key, caller.account, id, api_key, authority.now())?;
    let private_key = match record.kind {
        KeyKind::Public => None,
        KeyKind::Private => Some(PrivateKey::random(&mut OsEntropy)?),
    };
    let secrets = authority.secrets();
    let seal = |secret: &PrivateKey| secrets.seal(Purpose::ApiKeySecret, &record, secret.expose());
    let secret = private_key.as_ref().map(seal).transpose()?;
    let factor = asked.second_factor.as_ref().map(|factor| factor.seal(authority, &record)).transpose()?;
    let (second_factor, totp) = factor.map_or((None, None), |(sealed, once)| (Some(sealed), once));
    let row = KeyRow { record: record.clone(), secret, second_factor };
    Ok((row, CreatedKey { record, private_key, totp }))
}

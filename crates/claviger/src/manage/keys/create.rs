//! A key is created; its private half is shown once.

use super::super::{Caller, ManageError, NewSecondFactor, Operation, Thing, TotpOnce, entry, guarded, words};
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

/// Creates a key in the caller's account.
///
/// # Errors
/// [`ManageError`]: a name in use, the account's limit, restrictions that do not fit.
pub async fn create(
    authority: &Authority,
    caller: &Caller,
    asked: CreateKey,
) -> Result<CreatedKey, ManageError> {
    let work = async {
        for _ in 0..TRIES {
            let (row, created) = make(authority, caller, &asked)?;
            let record = &row.record;
            let target = Target::Key(record.id);
            let entry =
                entry::act(caller, Action::KeyCreate, target, record.revision, &words::created(record));
            let change = Change::CreateKey { row: Box::new(row), limit: authority.limits().keys_per_account };
            match authority.commit_change(caller.mutation(change, entry, &created)).await {
                Ok(_) => return Ok(created),
                Err(ChangeError::Conflict(Conflict::Exists)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
            }
        }
        Err(ManageError::Internal)
    };
    guarded(authority, caller, Operation::KeyCreate, Target::Account, work).await
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

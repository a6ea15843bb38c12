//! A token is created and shown once.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::read;
use super::shown::shown_to;
use super::{expiry_words, has_say, in_future};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::credential::AdminToken;
use claviger_core::entropy::EntropyError;
use claviger_core::entry::Target;
use claviger_core::id::{AccountId, TokenId, UserId};
use claviger_core::role::Role;
use claviger_core::store::Change;
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_core::token::{TokenDigest, TokenRecord};

/// The token asked for.
#[derive(Debug, Clone)]
pub struct CreateToken {
    /// Its name.
    pub name: Name,
    /// What it may do: never more than whoever creates it.
    pub role: Role,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
}

/// A token with its text, to be shown once. Has no `Debug`.
pub struct CreatedToken {
    /// What is on record.
    pub record: TokenRecord,
    /// The token.
    pub token: AdminToken,
}

/// Creates a token of the caller's account. Wants a recent proof of a person.
///
/// # Errors
/// [`ManageError`].
pub async fn create(
    authority: &Authority,
    caller: &Caller,
    asked: CreateToken,
) -> Result<CreatedToken, ManageError> {
    let work = async {
        caller.require_proof()?;
        has_say(caller, asked.role)?;
        in_future(asked.expires_at, authority.now())?;
        let by = caller.by;
        let shown_to = read(authority, move |store| shown_to(store, by)).await?;
        let token = new_token(caller.account, asked, shown_to, authority.now())?;
        issue(authority, caller, token.record.clone(), token).await
    };
    guarded(authority, caller, Operation::TokenCreate, Target::Account, work).await
}

/// A token made of fresh randomness for the person it is shown to, on no record yet.
pub(in super::super) fn new_token(
    account: AccountId,
    asked: CreateToken,
    made_by: Option<UserId>,
    now: Timestamp,
) -> Result<CreatedToken, EntropyError> {
    let token = AdminToken::random(&mut OsEntropy)?;
    let record = TokenRecord {
        id: TokenId::random(&mut OsEntropy)?,
        account,
        name: asked.name,
        role: asked.role,
        made_by,
        digest: TokenDigest(token.digest()),
        revision: 1,
        created_at: now,
        expires_at: asked.expires_at,
        revoked_at: None,
    };
    Ok(CreatedToken { record, token })
}

/// Puts a new token on record; its entry belongs to the token's account. Gives `told`, by which
/// the request is remembered.
pub(in super::super) async fn issue<T: 'static>(
    authority: &Authority,
    caller: &Caller,
    record: TokenRecord,
    told: T,
) -> Result<T, ManageError> {
    let words = format!("role {} \"{}\"; {}", record.role, record.name, expiry_words(record.expires_at));
    let mut entry = entry::act(caller, Action::TokenCreate, Target::Token(record.id), 0, &words);
    entry.account = record.account;
    let change = Change::CreateToken { record, limit: authority.limits().tokens_per_account };
    let written = authority.commit_change(caller.mutation(change, entry, &told)).await;
    written.map_err(|error| ManageError::from_change(error, Thing::Token))?;
    Ok(told)
}

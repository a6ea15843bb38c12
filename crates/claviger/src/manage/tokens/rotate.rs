//! A token is replaced by a fresh one of the same id, name and role.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::shown::shown_to;
use super::{CreatedToken, expiry_words, in_future, own, read};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::credential::AdminToken;
use claviger_core::entry::Target;
use claviger_core::id::TokenId;
use claviger_core::store::Change;
use claviger_core::time::Timestamp;
use claviger_core::token::{TokenDigest, TokenRecord};

/// Rotates a token: once this has answered, the old text is not recognised any more. The expiry
/// stays unless another is given; a token that has expired needs another. Wants a recent proof of a person.
///
/// # Errors
/// [`ManageError`].
pub async fn rotate(
    authority: &Authority,
    caller: &Caller,
    id: TokenId,
    expires_at: Option<Option<Timestamp>>,
) -> Result<CreatedToken, ManageError> {
    let work = async {
        caller.require_proof()?;
        let old = own(authority, caller, id).await?;
        let from = old.revision;
        let expires_at = expires_at.unwrap_or(old.expires_at);
        in_future(expires_at, authority.now())?;
        let by = caller.by;
        let made_by = read(authority, move |store| shown_to(store, by)).await?;
        let token = AdminToken::random(&mut OsEntropy)?;
        let digest = TokenDigest(token.digest());
        let record = TokenRecord { digest, expires_at, made_by, revision: from.saturating_add(1), ..old };
        let words = format!("role {} \"{}\"; {}", record.role, record.name, expiry_words(expires_at));
        let entry = entry::act(caller, Action::TokenRotate, Target::Token(id), 0, &words);
        let change = Change::UpdateToken { record: record.clone(), from };
        let created = CreatedToken { record, token };
        let written = authority.commit_change(caller.mutation(change, entry, &created)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Token))?;
        Ok(created)
    };
    guarded(authority, caller, Operation::TokenRotate, Target::Token(id), work).await
}

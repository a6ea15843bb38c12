//! A token is taken back, for ever.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::own;
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::TokenId;
use claviger_core::store::Change;
use claviger_core::token::TokenRecord;

/// Revokes a token. Requests that come after the answer are not recognised, and what was begun
/// before changes nothing any more: every change is written on condition of its token
/// ([`claviger_core::store::Standing`]).
///
/// # Errors
/// [`ManageError`].
pub async fn revoke(authority: &Authority, caller: &Caller, id: TokenId) -> Result<TokenRecord, ManageError> {
    let work = async {
        let token = own(authority, caller, id).await?;
        let from = token.revision;
        let revoked_at = Some(authority.now().max(token.created_at));
        let record = TokenRecord { revision: from.saturating_add(1), revoked_at, ..token };
        let words = format!("role {} \"{}\" revoked", record.role, record.name);
        let entry = entry::act(caller, Action::TokenRevoke, Target::Token(id), 0, &words);
        let change = Change::UpdateToken { record: record.clone(), from };
        let written = authority.commit_change(caller.mutation(change, entry, &record)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Token))?;
        Ok(record)
    };
    guarded(authority, caller, Operation::TokenRevoke, Target::Token(id), work).await
}

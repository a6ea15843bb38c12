//! A token is taken back, for ever.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::own;
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::{EntryDraft, Target};
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
        let (record, change, entry) = revocation(authority, caller, own(authority, caller, id).await?);
        let written = authority.commit_change(caller.mutation(change, entry, &record)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Token))?;
        Ok(record)
    };
    guarded(authority, caller, Operation::TokenRevoke, Target::Token(id), work).await
}

/// The token as it is once it is revoked, the change that makes it so, and its entry.
pub(super) fn revocation(
    authority: &Authority,
    caller: &Caller,
    token: TokenRecord,
) -> (TokenRecord, Change, EntryDraft) {
    let from = token.revision;
    let revoked_at = Some(authority.now().max(token.created_at));
    let record = TokenRecord { revision: from.saturating_add(1), revoked_at, ..token };
    let words = format!("role {} \"{}\" revoked", record.role, record.name);
    let entry = entry::act(caller, Action::TokenRevoke, Target::Token(record.id), 0, &words);
    (record.clone(), Change::UpdateToken { record, from }, entry)
}

//! The account's tokens.

use super::super::page::bounded;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Thing, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::TokenId;
use claviger_core::token::TokenRecord;

/// A page of the account's tokens, in the order of their creation, after `after`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is not one of the account's tokens.
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    after: Option<TokenId>,
    limit: usize,
) -> Result<Page<TokenRecord, TokenId>, ManageError> {
    let (account, limit) = (caller.account, bounded(limit));
    let work = async {
        let tokens = read(authority, move |store| {
            if let Some(after) = after
                && store.token(after)?.is_none_or(|token| token.account != account)
            {
                return Ok(None);
            }
            store.tokens(account, after, limit + 1).map(Some)
        });
        let tokens = tokens.await?.ok_or(ManageError::NotFound(Thing::Cursor))?;
        Ok(Page::cut(tokens, limit, |token| token.id))
    };
    guarded(authority, caller, Operation::TokenList, Target::Account, work).await
}

//! Tokens that were shown to a person: they are good for as long as that person could hand them out.

use super::super::people::{TRIES, place_of};
use super::super::read::read;
use super::super::{Caller, ManageError, Thing};
use super::revoke::revocation;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::id::{AccountId, UserId};
use claviger_core::role::Role;
use claviger_core::store::{Conflict, Mutation, Standing, Store, StoreError};
use claviger_core::token::TokenRecord;

/// Tokens read at once.
const BATCH: usize = 500;

/// Whether the person who was shown the token, if there is one, has a place that could hand it out. What makes a
/// place less takes such tokens back, one after the other; until it has come to each, this keeps them out.
pub(super) fn stands(store: &dyn Store, token: &TokenRecord) -> Result<bool, StoreError> {
    let Some(user) = token.made_by else { return Ok(true) };
    let place = place_of(store, user, token.account)?;
    Ok(place.is_some_and(|place| !place.leaving && place.role.may_grant(token.role)))
}

/// To whom a token is shown that this caller makes or rotates: the person, or whoever was shown the token they ask with.
pub(super) fn shown_to(store: &dyn Store, caller: Option<Standing>) -> Result<Option<UserId>, StoreError> {
    match caller {
        Some(Standing::Session { user, .. }) => Ok(Some(user)),
        Some(Standing::Token { token, .. }) => Ok(store.token(token)?.and_then(|token| token.made_by)),
        None => Ok(None),
    }
}

/// The tokens of an account that are not revoked and were shown to somebody.
pub(in super::super) fn shown(store: &dyn Store, account: AccountId) -> Result<Vec<TokenRecord>, StoreError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let batch = store.tokens(account, after, BATCH)?;
        let full = batch.len() == BATCH;
        after = batch.last().map(|token| token.id);
        found.extend(batch.into_iter().filter(|token| token.revoked_at.is_none() && token.made_by.is_some()));
        if !full {
            return Ok(found);
        }
    }
}

/// Those of them that were shown to this person and that `role` could not hand out; none is no role at all.
pub(in super::super) fn beyond(
    store: &dyn Store,
    (user, account): (UserId, AccountId),
    role: Option<Role>,
) -> Result<Vec<TokenRecord>, StoreError> {
    let mut found = shown(store, account)?;
    found.retain(|token| token.made_by == Some(user) && !role.is_some_and(|role| role.may_grant(token.role)));
    Ok(found)
}

/// Revokes them, one transaction each, until there is none; gives how many. That the person is removed or lowered is on
/// record already: nothing of it depends on the caller's standing any more, who is only named.
pub(in super::super) async fn take_back(
    authority: &Authority,
    caller: &Caller,
    whose: (UserId, AccountId),
    role: Option<Role>,
) -> Result<usize, ManageError> {
    let mut revoked = 0;
    for _ in 0..TRIES {
        let found = read(authority, move |store| beyond(store, whose, role)).await?;
        if found.is_empty() {
            return Ok(revoked);
        }
        for token in found {
            let (_, change, entry) = revocation(authority, caller, token);
            match authority.commit_change(Mutation::new(change, entry)).await {
                Ok(_) => revoked += 1,
                // Somebody changed it meanwhile: it is looked at again.
                Err(ChangeError::Conflict(Conflict::Revision)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Token)),
            }
        }
    }
    Err(ManageError::Changed)
}

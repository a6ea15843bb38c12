//! The first account and its operator, on a store that has none.

use super::accounts::found;
use super::read::read;
use super::tokens::CreateToken;
use super::{Caller, ManageError, accounts::CreatedAccount};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::id::AccountId;
use claviger_core::role::Role;
use claviger_core::store::{Mutation, Store, StoreError};
use claviger_core::text::Name;

/// What a first run made: the account, and the operator's token, to be shown once.
pub type Bootstrapped = CreatedAccount;

/// Makes the first account with an operator's token, if there is no account yet, or the only one
/// never had a token (a first run that was interrupted); else does nothing and gives `None`.
/// `commit` writes the account, as in [`super::accounts::create`].
///
/// # Errors
/// [`ManageError::Unavailable`], [`ManageError::Internal`].
pub async fn bootstrap<F>(
    authority: &Authority,
    account_name: Name,
    token_name: Name,
    commit: impl FnOnce(Mutation) -> F,
) -> Result<Option<Bootstrapped>, ManageError>
where
    F: Future<Output = Result<(), ChangeError>>,
{
    let Some(name) = read(authority, move |store| wanted(store, account_name)).await? else {
        return Ok(None);
    };
    // The account does not exist yet: its opening belongs to no account.
    let caller = Caller::system(AccountId::from_u64(0));
    let first = CreateToken { name: token_name, role: Role::Operator, expires_at: None };
    found(authority, &caller, name, first, commit).await.map(Some)
}

/// The name of the account that wants an operator.
fn wanted(store: &dyn Store, name: Name) -> Result<Option<Name>, StoreError> {
    let accounts = store.accounts(None, 2)?;
    match accounts.as_slice() {
        [] => Ok(Some(name)),
        [only] => Ok(store.tokens(only.id, None, 1)?.is_empty().then(|| only.name.clone())),
        _ => Ok(None),
    }
}

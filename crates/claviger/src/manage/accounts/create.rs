//! An account is opened, with a first token to administer it.
//!
//! # Order of writes
//! 1. The account with its entry, and whatever the upstream journals for it, in one transaction.
//!    *Stopped here: an account that never had a token.* 2. Its first token with its entry.
//!
//! Asking again for the same name goes on at 2 if it had stopped after 1.

use super::super::read::read;
use super::super::tokens::{CreateToken, CreatedToken, issue, new_token};
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::role::Role;
use claviger_core::store::{Change, Mutation, Store, StoreError};
use claviger_core::text::Name;

/// Accounts read at once while looking for a name.
const BATCH: usize = 500;

/// A new account, with its first token. Has no `Debug`.
pub struct CreatedAccount {
    /// What is on record.
    pub account: AccountRecord,
    /// Its first token.
    pub token: CreatedToken,
}

/// Opens an account. `commit` writes the account: [`Authority::commit_change`], or an upstream
/// that opens an account of its own in the same transaction by adding to the journal.
///
/// # Errors
/// [`ManageError`]. After [`ManageError::Unavailable`] the same request may be sent again.
pub async fn create<F>(
    authority: &Authority,
    caller: &Caller,
    name: Name,
    token_name: Name,
    commit: impl FnOnce(Mutation) -> F,
) -> Result<CreatedAccount, ManageError>
where
    F: Future<Output = Result<(), ChangeError>>,
{
    let first = CreateToken { name: token_name, role: Role::Admin, expires_at: None };
    let work = found(authority, caller, name, first, commit);
    guarded(authority, caller, Operation::AccountCreate, Target::Account, work).await
}

/// Opens an account with its first token, or goes on where that stopped.
pub(in super::super) async fn found<F>(
    authority: &Authority,
    caller: &Caller,
    name: Name,
    first: CreateToken,
    commit: impl FnOnce(Mutation) -> F,
) -> Result<CreatedAccount, ManageError>
where
    F: Future<Output = Result<(), ChangeError>>,
{
    let folded = name.folded();
    let known = read(authority, move |store| tokenless(store, &folded)).await?;
    let account = match known {
        Some(account) => account,
        None => open(authority, &caller.on_the_way(), name, commit).await?,
    };
    let token = new_token(account.id, first, None, authority.now())?;
    let record = token.record.clone();
    issue(authority, caller, record, CreatedAccount { account, token }).await
}

async fn open<F>(
    authority: &Authority,
    caller: &Caller,
    name: Name,
    commit: impl FnOnce(Mutation) -> F,
) -> Result<AccountRecord, ManageError>
where
    F: Future<Output = Result<(), ChangeError>>,
{
    let record = AccountRecord { id: AccountId::random(&mut OsEntropy)?, name, created_at: authority.now() };
    let words = format!("account {} \"{}\"", record.id, record.name);
    let mut entry = entry::act(caller, Action::AccountCreate, Target::Account, 0, &words);
    // What the host does by itself is told in the new account, else nobody would see it.
    if caller.by.is_none() {
        entry.account = record.id;
    }
    let change = Change::CreateAccount { record: record.clone(), limit: authority.limits().accounts };
    let written = commit(caller.mutation(change, entry, &())).await;
    written.map_err(|error| ManageError::from_change(error, Thing::Account))?;
    Ok(record)
}

/// The account of this name, if it never had a token.
fn tokenless(store: &dyn Store, folded: &str) -> Result<Option<AccountRecord>, StoreError> {
    let mut after = None;
    loop {
        let batch = store.accounts(after, BATCH)?;
        let full = batch.len() == BATCH;
        after = batch.last().map(|account| account.id);
        if let Some(account) = batch.into_iter().find(|account| account.name.folded() == folded) {
            let untouched = store.tokens(account.id, None, 1)?.is_empty();
            return Ok(untouched.then_some(account));
        }
        if !full {
            return Ok(None);
        }
    }
}

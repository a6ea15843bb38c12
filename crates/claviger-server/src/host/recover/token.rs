//! A new operator's token, if all are lost.

use super::{HostError, LOG, act, failed, open, write};
use claviger::OsEntropy;
use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::credential::AdminToken;
use claviger_core::entry::Target;
use claviger_core::id::TokenId;
use claviger_core::role::Role;
use claviger_core::store::{Change, Store as _};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_core::token::{TokenDigest, TokenRecord};
use claviger_sqlite::SqliteStore;
use std::path::Path;

/// Most accounts listed in an error.
const LISTED: usize = 20;

/// A new token. Has no `Debug`.
pub struct Recovered {
    /// Whose operator it is.
    pub account: AccountRecord,
    /// Its name.
    pub name: Name,
    /// To be shown once, and kept nowhere.
    pub token: AdminToken,
}

/// Makes an operator's token for an account: the one named, or the only one.
///
/// # Errors
/// [`HostError`]; nothing was changed then.
pub fn recover_token(
    data_dir: &Path,
    account: Option<&str>,
    name: Name,
    now: Timestamp,
) -> Result<Recovered, HostError> {
    let store = open(data_dir)?;
    let account = choose(&store, data_dir, account)?;
    let token = AdminToken::random(&mut OsEntropy)?;
    let record = TokenRecord {
        id: TokenId::random(&mut OsEntropy)?,
        account: account.id,
        name: name.clone(),
        role: Role::Operator,
        made_by: None,
        digest: TokenDigest(token.digest()),
        revision: 1,
        created_at: now,
        expires_at: None,
        revoked_at: None,
    };
    let words = format!("role {} \"{name}\"; made on the host", record.role);
    let entry = act(account.id, Action::Recovered, Target::Token(record.id), &words);
    let mut lane = store.open_lane(LOG).map_err(failed(data_dir))?;
    // No limit: somebody who has lost access cannot revoke a token first.
    write(&mut *lane, Change::CreateToken { record, limit: u32::MAX }, entry, now)?;
    Ok(Recovered { account, name, token })
}

pub(super) fn choose(
    store: &SqliteStore,
    data_dir: &Path,
    wanted: Option<&str>,
) -> Result<AccountRecord, HostError> {
    let accounts = store.accounts(None, usize::MAX).map_err(failed(data_dir))?;
    let names = || {
        let names: Vec<&str> = accounts.iter().take(LISTED).map(|account| account.name.as_str()).collect();
        names.join(", ")
    };
    let is = |account: &&AccountRecord, wanted: &str| {
        account.id.to_string() == wanted || account.name.folded() == wanted.to_lowercase()
    };
    match (wanted, accounts.as_slice()) {
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(HostError::NoAccount(String::new(), "none yet; start the server once".to_owned())),
        (None, _) => Err(HostError::WhichAccount(names())),
        (Some(wanted), _) => {
            let found = accounts.iter().find(|account| is(account, wanted)).cloned();
            found.ok_or_else(|| HostError::NoAccount(wanted.to_owned(), names()))
        }
    }
}

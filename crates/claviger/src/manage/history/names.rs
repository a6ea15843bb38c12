//! What those that entries speak of are called: keys, and whoever acted.

use super::super::read::read;
use super::super::{Caller, ManageError, keys};
use crate::authority::Authority;
use claviger_core::entry::{Actor, EntryDraft};
use claviger_core::id::{AccountId, KeyId, TokenId, UserId};
use claviger_core::people::User;
use claviger_core::store::{RecordKind, Store, StoreError};
use std::collections::{HashMap, HashSet};

/// Names of keys and of whoever acted, as they are called now.
#[derive(Debug, Clone, Default)]
pub struct Names {
    keys: HashMap<KeyId, String>,
    actors: HashMap<Actor, String>,
}

impl Names {
    /// A key in the caller's reach.
    #[must_use]
    pub fn key(&self, key: KeyId) -> Option<&str> {
        self.keys.get(&key).map(String::as_str)
    }

    /// A person, or a token of the account.
    #[must_use]
    pub fn actor(&self, actor: Actor) -> Option<&str> {
        self.actors.get(&actor).map(String::as_str)
    }
}

/// The names that entries of the caller's account speak of. Whoever may read an entry may know who acted.
///
/// # Errors
/// [`ManageError`].
pub async fn names<'a>(
    authority: &Authority,
    caller: &Caller,
    entries: impl IntoIterator<Item = &'a EntryDraft>,
) -> Result<Names, ManageError> {
    let (mut ids, mut acted) = (HashSet::new(), HashSet::new());
    for entry in entries {
        ids.extend(entry.key());
        acted.extend(Some(entry.actor).filter(|actor| matches!(actor, Actor::Token(_) | Actor::User(_))));
    }
    let keys = keys::names(authority, caller, ids).await?;
    if acted.is_empty() {
        return Ok(Names { keys, ..Names::default() });
    }
    let account = caller.account;
    let actors = read(authority, move |store| {
        let mut names = HashMap::new();
        for actor in acted {
            let name = match actor {
                Actor::Token(token) => of_token(store, token, account)?,
                Actor::User(user) => of_person(store, user)?,
                Actor::System | Actor::Key(_) => None,
            };
            names.extend(name.map(|name| (actor, name)));
        }
        Ok(names)
    });
    Ok(Names { keys, actors: actors.await? })
}

/// What a token of the host is called in another account is nothing to this one.
fn of_token(store: &dyn Store, token: TokenId, account: AccountId) -> Result<Option<String>, StoreError> {
    let token = store.token(token)?.filter(|token| token.account == account);
    Ok(token.map(|token| token.name.to_string()))
}

fn of_person(store: &dyn Store, user: UserId) -> Result<Option<String>, StoreError> {
    let record = store.record(RecordKind::User, user.as_u64())?;
    Ok(record.and_then(|record| User::try_from(&record).ok()).map(|user| user.name.to_string()))
}

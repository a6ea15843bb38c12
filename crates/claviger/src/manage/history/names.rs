//! What those that entries speak of are called: keys, and whoever acted.

use super::super::people::user;
use super::super::read::read;
use super::super::{Caller, ManageError, keys};
use crate::authority::Authority;
use claviger_core::entry::{Actor, EntryDraft};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::store::{Store, StoreError};
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
        acted.insert(entry.actor);
    }
    let keys = keys::names(authority, caller, ids).await?;
    Ok(Names { keys, ..actors(authority, caller, acted).await? })
}

/// The names of those who acted on the caller's account, where no entry is at hand.
///
/// # Errors
/// [`ManageError`].
pub async fn actors(
    authority: &Authority,
    caller: &Caller,
    acted: impl IntoIterator<Item = Actor>,
) -> Result<Names, ManageError> {
    let acted = acted.into_iter().filter(|actor| matches!(actor, Actor::Token(_) | Actor::User(_)));
    let (acted, account): (HashSet<Actor>, _) = (acted.collect(), caller.account);
    if acted.is_empty() {
        return Ok(Names::default());
    }
    let named = read(authority, move |store| {
        let mut named = HashMap::new();
        for actor in acted {
            named.extend(name_of(store, actor, account)?.map(|name| (actor, name)));
        }
        Ok(named)
    });
    Ok(Names { actors: named.await?, ..Names::default() })
}

fn name_of(store: &dyn Store, actor: Actor, account: AccountId) -> Result<Option<String>, StoreError> {
    Ok(match actor {
        // What a token of the host is called in another account is nothing to this one.
        Actor::Token(id) => {
            let token = store.token(id)?.filter(|token| token.account == account);
            token.map(|token| token.name.to_string())
        }
        Actor::User(id) => user(store, id)?.map(|user| user.name.to_string()),
        Actor::System | Actor::Key(_) => None,
    })
}

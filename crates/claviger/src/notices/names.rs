//! Who and what an entry is about, by name: as they are called when it is told.

use super::NoticeError;
use crate::authority::Authority;
use claviger_core::entry::{Actor, EntryDraft, Target};
use claviger_core::id::{KeyId, UserId};
use claviger_core::people::User;
use claviger_core::store::{RecordKind, Store, StoreError};
use claviger_notify::read::Names;

/// The names of an entry.
pub(super) async fn of(authority: &Authority, draft: &EntryDraft) -> Result<Names, NoticeError> {
    let (key, actor, target) = (draft.key(), draft.actor, draft.target);
    Ok(authority.read(move |store| names(store, key, actor, target)).await?)
}

fn names(store: &dyn Store, key: Option<KeyId>, actor: Actor, target: Target) -> Result<Names, StoreError> {
    let row = key.map(|key| store.key(key)).transpose()?.flatten();
    let (key, holder) = row.map_or((None, String::new()), |row| {
        (Some(row.record.name.to_string()), row.record.holder.to_string())
    });
    let actor = match actor {
        Actor::System => "the system".to_owned(),
        Actor::Key(id) => key.as_ref().map_or_else(|| id.to_string(), |name| format!("the key \"{name}\"")),
        Actor::Token(id) => {
            store.token(id)?.map_or_else(|| id.to_string(), |token| format!("the token \"{}\"", token.name))
        }
        Actor::User(id) => person(store, id)?,
    };
    let person = match target {
        Target::Record(RecordKind::User, id) => Some(person(store, UserId::from_u64(id))?),
        _ => None,
    };
    Ok(Names { key, holder, actor, person })
}

/// A person by name and login.
fn person(store: &dyn Store, id: UserId) -> Result<String, StoreError> {
    let record = store.record(RecordKind::User, id.as_u64())?;
    let user = record.and_then(|record| User::try_from(&record).ok());
    Ok(user.map_or_else(|| id.to_string(), |user| format!("{} ({})", user.name, user.login)))
}

/// A key or a person in words, for what is told together.
pub(super) async fn who(
    authority: &Authority,
    key: Option<u64>,
    user: Option<u64>,
) -> Result<String, NoticeError> {
    let look = move |store: &dyn Store| match (key, user) {
        (Some(key), _) => {
            let id = KeyId::from_u64(key);
            Ok(store
                .key(id)?
                .map_or_else(|| id.to_string(), |row| format!("the key \"{}\"", row.record.name)))
        }
        (None, Some(user)) => person(store, UserId::from_u64(user)),
        (None, None) => Ok("somebody".to_owned()),
    };
    Ok(authority.read(look).await?)
}

//! A person's name and login.

use super::super::sessions::Signed;
use super::super::sessions::person::by_id;
use super::super::{ManageError, Operation, Thing, entry, guarded};
use super::act::target;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::people::{Login, User};
use claviger_core::store::{Change, Conflict, RecordWrite};
use claviger_core::text::Name;

/// How often it is tried if others keep changing the person's record.
const TRIES: usize = 4;

/// Changes the name or the login; what is `None` stays. Nothing is written if nothing would change.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ProofWanted`] for another login without a recent proof;
/// [`ManageError::NameTaken`] if somebody else has the login.
pub async fn edit(
    authority: &Authority,
    signed: &Signed,
    name: Option<Name>,
    login: Option<Login>,
) -> Result<User, ManageError> {
    let change = |user: &mut User| {
        let mut words = Vec::new();
        if let Some(name) = name.as_ref().filter(|name| **name != user.name) {
            words.push(format!("name: \"{}\" → \"{name}\"", user.name));
            user.name = name.clone();
        }
        if let Some(login) = login.as_ref().filter(|login| **login != user.login) {
            words.push(format!("login: {} → {login}", user.login));
            user.login = login.clone();
        }
        (!words.is_empty()).then(|| words.join("; "))
    };
    let work = async {
        // Under another login its owner does not come in any more.
        if login.as_ref().is_some_and(|login| *login != signed.user.login) {
            signed.caller.require_proof()?;
        }
        changed(authority, signed, Action::UserEdit, &change).await
    };
    guarded(authority, &signed.caller, Operation::ProfileEdit, target(signed), work).await
}

/// Changes the person's record as it is on record now, made anew if somebody else was faster. `change` gives
/// what it did in words; nothing is written if it did nothing.
pub(super) async fn changed(
    authority: &Authority,
    signed: &Signed,
    action: Action,
    change: impl Fn(&mut User) -> Option<String>,
) -> Result<User, ManageError> {
    for _ in 0..TRIES {
        let found = by_id(authority, signed.user.id).await?;
        let mut user = found.ok_or(ManageError::CallerGone)?.user;
        let from = user.revision;
        let Some(words) = change(&mut user) else { return Ok(user) };
        user.revision = from.saturating_add(1);
        let write = RecordWrite::Update { record: user.record()?, from };
        let entry = entry::act(&signed.caller, action, target(signed), 0, &words);
        let mutation = signed.caller.mutation(Change::Records(vec![write]), entry, &user);
        match authority.commit_change(mutation).await {
            Ok(_) => return Ok(user),
            Err(ChangeError::Conflict(Conflict::Revision)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Person)),
        }
    }
    Err(ManageError::Changed)
}

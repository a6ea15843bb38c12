//! A key is changed: name, holder, application, description, permissions, restrictions.

use super::super::{Caller, ManageError, NewSecondFactor, Operation, TotpOnce, guarded, words};
use super::change::{Next, change};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::allowlist::Allowlist;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::{Edit, edit as begin};
use claviger_core::key::{KeyRecord, Revision, widens};
use claviger_core::permission::PermissionSet;
use claviger_core::restriction::Restrictions;
use claviger_core::store::KeyRow;
use claviger_core::text::{Application, Description, Holder, Name};
use claviger_core::time::Timestamp;
use claviger_notify::read::WIDENED;

/// The changes asked for. What is `None` stays; where there may be none, `Some(None)` clears.
#[derive(Default)]
pub struct EditKey {
    /// The revision that was looked at when this was asked for: at any other one nothing is changed. None changes the key
    /// as it is.
    pub from: Option<Revision>,
    /// Another name.
    pub name: Option<Name>,
    /// Another holder.
    pub holder: Option<Holder>,
    /// Another application.
    pub application: Option<Application>,
    /// Another description.
    pub description: Option<Description>,
    /// Other permissions (the whole set).
    pub permissions: Option<PermissionSet>,
    /// Another allowlist (the whole list).
    pub allowlist: Option<Allowlist>,
    /// Another first instant.
    pub not_before: Option<Option<Timestamp>>,
    /// Another expiry.
    pub expires_at: Option<Option<Timestamp>>,
    /// Another earliest history.
    pub query_from: Option<Option<Timestamp>>,
    /// Another latest history.
    pub query_to: Option<Option<Timestamp>>,
    /// Another nonce window. Any change closes every nonce up to the highest used.
    pub nonce_window: Option<u64>,
    /// Another second factor.
    pub second_factor: Option<Option<NewSecondFactor>>,
}

/// A changed key, with what is shown once. Has no `Debug`.
pub struct EditedKey {
    /// The key as it is now.
    pub record: KeyRecord,
    /// The secret of a new time-based second factor.
    pub totp: Option<TotpOnce>,
}

/// Changes a key. What lets more through wants a recent proof of a person. Once this has answered, no call is accepted under what the key was before.
///
/// # Errors
/// [`ManageError`].
pub async fn edit(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    asked: EditKey,
) -> Result<EditedKey, ManageError> {
    let work = async {
        let make = |row, now| next(authority, caller, row, &asked, now);
        let (record, totp) = change(authority, caller, id, Action::KeyEdit, make).await?;
        Ok(EditedKey { record, totp })
    };
    guarded(authority, caller, Operation::KeyEdit, Target::Key(id), work).await
}

fn next(
    authority: &Authority,
    caller: &Caller,
    row: KeyRow,
    asked: &EditKey,
    now: Timestamp,
) -> Result<Next<Option<TotpOnce>>, ManageError> {
    if asked.from.is_some_and(|from| from != row.record.revision) {
        return Err(ManageError::Changed);
    }
    let new_second_factor = matches!(asked.second_factor, Some(Some(_)));
    let edit = Edit {
        name: asked.name.clone(),
        holder: asked.holder.clone(),
        application: asked.application.clone(),
        member: None,
        description: asked.description.clone(),
        permissions: asked.permissions,
        restrictions: Some(asked.restrictions(&row.record.restrictions)),
        new_second_factor,
    };
    let record = begin(&row.record, edit, now)?;
    let wide = widens(&row.record, &record, new_second_factor);
    if wide {
        caller.require_proof()?;
    }
    let words = words::edited(&row.record, &record, new_second_factor);
    let words = if wide { format!("{WIDENED}{words}") } else { words };
    let (second_factor, told) = match &asked.second_factor {
        None => (row.second_factor, None),
        Some(None) => (None, None),
        Some(Some(factor)) => {
            let (sealed, once) = factor.seal(authority, &record)?;
            (Some(sealed), once)
        }
    };
    Ok(Next { row: KeyRow { record, secret: row.secret, second_factor }, words, told })
}

impl EditKey {
    fn restrictions(&self, now: &Restrictions) -> Restrictions {
        let kind = |factor: &Option<NewSecondFactor>| factor.as_ref().map(NewSecondFactor::kind);
        Restrictions {
            allowlist: self.allowlist.clone().unwrap_or_else(|| now.allowlist.clone()),
            not_before: self.not_before.unwrap_or(now.not_before),
            expires_at: self.expires_at.unwrap_or(now.expires_at),
            query_from: self.query_from.unwrap_or(now.query_from),
            query_to: self.query_to.unwrap_or(now.query_to),
            nonce_window: self.nonce_window.unwrap_or(now.nonce_window),
            second_factor: self.second_factor.as_ref().map_or(now.second_factor, kind),
        }
    }
}

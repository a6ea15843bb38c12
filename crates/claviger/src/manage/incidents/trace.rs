//! Going through the history of the key, and through the acts that concern it.

use super::super::history::within;
use super::super::read::read;
use super::super::reviews::{Looked, each_entry};
use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::{Entry, Outcome};
use claviger_core::id::KeyId;
use claviger_core::key::KeyRecord;
use claviger_core::key::incident::Traced;
use claviger_core::store::{HistoryQuery, Which};
use claviger_core::time::Timestamp;
use std::cmp::Reverse;

/// Days before the moment that are looked at, to tell which addresses are new.
pub const LOOK_BACK_DAYS: i64 = 90;
/// Most acts that are listed.
pub(super) const MAX_ACTS: usize = 200;
/// Most acts looked at for that.
const MAX_SCAN: usize = 5_000;

/// What gives somebody access or takes it, or lets money go elsewhere: by whomever it was done since, it is looked at.
const CONCERNED: [Action; 21] = [
    Action::KeyCreate,
    Action::KeyEdit,
    Action::KeyStep,
    Action::KeyRevoke,
    Action::KeyRotate,
    Action::KeyRollBack,
    Action::KeyHandOver,
    Action::KeyReviewUndo,
    Action::TokenCreate,
    Action::TokenRotate,
    Action::TokenRevoke,
    Action::AddressAdd,
    Action::AddressConfirm,
    Action::AddressRemove,
    Action::PaperSettings,
    Action::MemberEdit,
    Action::PasswordChange,
    Action::PasswordReset,
    Action::SessionEndOthers,
    Action::KeyStop,
    Action::IncidentReport,
];

/// What the key did from `since` on, compared with the days before.
pub(super) async fn trace(
    authority: &Authority,
    key: &KeyRecord,
    since: Timestamp,
) -> Result<Looked<Traced>, ManageError> {
    let from = since.plus_secs(-LOOK_BACK_DAYS * 86_400);
    each_entry(authority, key, &Outcome::ALL, from, Traced::since(since), Traced::look).await
}

/// The acts since the moment on the key, and on what gives access to the account, newest first; and whether there are more.
pub(super) async fn acts(
    authority: &Authority,
    caller: &Caller,
    key: KeyId,
    since: Timestamp,
) -> Result<(Vec<Entry>, bool), ManageError> {
    let query = HistoryQuery {
        account: Some(caller.account),
        within: within(authority, caller).await?,
        which: Which::Acts,
        from: Some(since),
        limit: MAX_ACTS,
        max_scan: MAX_SCAN,
        ..HistoryQuery::default()
    };
    let found = read(authority, move |store| {
        let on_key = store.history(&HistoryQuery { key: Some(key), ..query.clone() })?;
        let others = store.history(&HistoryQuery { actions: CONCERNED.to_vec(), ..query })?;
        Ok((on_key, others))
    });
    let (on_key, others) = found.await?;
    // A page that ran out of places to look ends before the moment, as a rule.
    let more = on_key.entries.len() + others.entries.len() >= MAX_ACTS;
    let mut all = on_key.entries;
    all.extend(others.entries);
    all.sort_by_key(|entry| Reverse(entry.place.sequence));
    all.dedup_by_key(|entry| entry.place.sequence);
    all.truncate(MAX_ACTS);
    Ok((all, more))
}

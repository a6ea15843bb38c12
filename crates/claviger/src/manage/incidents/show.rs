//! What a key did since a moment, and how far the answer to its leak has come.

use super::super::read::read;
use super::super::reviews::signed_off;
use super::super::{Caller, ManageError, Operation, guarded, keys};
use super::holder::{Holding, holding};
use super::standing::{OtherKey, Stopping, keys_beside, stopped_at, tokens};
use super::trace::{acts, trace};
use crate::authority::Authority;
use claviger_core::entry::{Entry, Target};
use claviger_core::id::KeyId;
use claviger_core::key::KeyRecord;
use claviger_core::key::incident::{FromSource, GoodMoment, Traced};
use claviger_core::key::review::propose;
use claviger_core::permission::PermissionSet;
use claviger_core::time::Timestamp;
use claviger_core::token::TokenRecord;

/// A key after its leak.
#[derive(Debug, Clone)]
pub struct Incident {
    /// What is on record.
    pub record: KeyRecord,
    /// When it was looked.
    pub at: Timestamp,
    /// Since when it may have been in the wrong hands.
    pub since: GoodMoment,
    /// The moment that is taken if none is named.
    pub untold: GoodMoment,
    /// What it did since.
    pub traced: Traced,
    /// The same by address, the new ones first.
    pub sources: Vec<FromSource>,
    /// Its calls were looked at from here on only, since there are more than are looked at.
    pub cut_at: Option<Timestamp>,
    /// What it still lets through.
    pub stopping: Stopping,
    /// Since when; none if it works, or if that was before the moment.
    pub stopped_at: Option<Timestamp>,
    /// Its calls that were accepted and have no outcome yet.
    pub open_calls: u32,
    /// The least that would have allowed what it did before the moment; none if nothing is on record of that.
    pub least: Option<PermissionSet>,
    /// Keys of the same holder that were made since it was stopped.
    pub replacements: Vec<OtherKey>,
    /// Other keys of the same holder.
    pub others: Vec<OtherKey>,
    /// Whom it belongs to.
    pub holding: Holding,
    /// Administration tokens to be looked at; none if the caller may not know.
    pub tokens: Option<Vec<TokenRecord>>,
    /// The acts since the moment, newest first.
    pub acts: Vec<Entry>,
    /// There are more of them.
    pub more_acts: bool,
}

/// Shows a key after its leak. `since` is the last moment it was known to be in the right hands; left out, it is the last
/// review, else the beginning of the key.
///
/// # Errors
/// [`ManageError`]; [`ManageError::Since`] for a moment that is yet to come.
pub async fn show(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    since: Option<Timestamp>,
) -> Result<Incident, ManageError> {
    let work = look(authority, caller, id, since);
    guarded(authority, caller, Operation::IncidentShow, Target::Key(id), work).await
}

pub(super) async fn look(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    since: Option<Timestamp>,
) -> Result<Incident, ManageError> {
    let record = keys::own(authority, caller, id).await?.record;
    let reviewed = read(authority, move |store| signed_off(store, id)).await?.map(|signed| signed.at);
    let at = authority.now();
    let untold = GoodMoment::of(&record, reviewed, None, at)?;
    let since = GoodMoment::of(&record, reviewed, since, at)?;
    let traced = trace(authority, &record, since.at).await?;
    let cut_at = traced.cut_at;
    let traced = traced.seen;
    let sources = traced.sources(cut_at.is_none());
    let (acts, more_acts) = acts(authority, caller, id, since.at).await?;
    let stopping = Stopping::of(&record, at);
    let stopped_at = stopped_at(&record, stopping, &acts, at);
    let (replacements, others) = keys_beside(authority, caller, &record, stopped_at, &sources).await?;
    let before = &traced.actions_before;
    Ok(Incident {
        at,
        since,
        untold,
        cut_at,
        stopping,
        stopped_at,
        open_calls: authority.lane().open_calls().count(id),
        least: (!before.is_empty()).then(|| propose(record.permissions, before.iter().copied())),
        replacements,
        others,
        holding: holding(authority, caller, &record, since.at).await?,
        tokens: tokens(authority, caller, &record, since.at).await?,
        traced,
        sources,
        acts,
        more_acts,
        record,
    })
}

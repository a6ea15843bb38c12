//! What was done in the account since somebody was last here.

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::history::entry::{EntryView, keys as keys_of};
use super::super::page::time::local;
use claviger::core::store::Which;
use claviger::manage::history::{HistoryFilter, list};
use claviger::manage::{Operation, Page, keys};

/// Acts shown.
const MOST: usize = 6;
/// What counts as new to whoever has no last visit.
const DAY_SECS: i64 = 86_400;

/// The latest acts.
pub(super) struct News {
    /// As in *In the last 24 hours*.
    pub(super) span: String,
    pub(super) acts: Vec<EntryView>,
    /// Where all of them are, if there are more.
    pub(super) more: Option<String>,
}

impl News {
    /// Reads them; none for whoever may not.
    pub(super) async fn read(call: &Call) -> Result<Option<Self>, Failure> {
        let (authority, caller, now) = (&call.state.authority, call.caller(), call.now());
        if !Operation::AuditList.allows(caller.role) {
            return Ok(None);
        }
        let from = now.plus_secs(-DAY_SECS);
        // The latest, whenever they were: a search for those since then might go through all that were before.
        let filter = HistoryFilter { which: Which::Acts, ..HistoryFilter::default() };
        let Page { mut items, next } =
            list(authority, caller, Operation::AuditList, filter, None, MOST).await?;
        let more = next.is_some();
        items.retain(|entry| entry.place.time >= from);
        let names = keys::names(authority, caller, keys_of(&items)).await?;
        let view = |entry| EntryView::of(entry, &names, now, caller.role);
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("from", &local(from)).finish();
        Ok(Some(News {
            span: "in the last 24 hours".to_owned(),
            more: (more && items.len() == MOST).then(|| format!("/audit?{query}")),
            acts: items.iter().map(view).collect(),
        }))
    }
}

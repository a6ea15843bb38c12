//! What was done in the account since somebody was last here.

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::history::{EntryView, drafts};
use super::super::page::number;
use super::super::page::time::{Moment, local};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Entry};
use claviger::core::store::Which;
use claviger::core::time::Timestamp;
use claviger::manage::history::{HistoryFilter, list, names};
use claviger::manage::sessions::Signed;
use claviger::manage::{Caller, Operation};

/// Acts shown.
const MOST: usize = 6;
/// Acts looked at, to find the last visit and to count.
const LOOKED: usize = 150;
/// What counts as new to whoever has no last visit.
const DAY_SECS: i64 = 86_400;

/// The latest acts.
pub(super) struct News {
    /// As in *in the last 24 hours*.
    pub(super) span: String,
    pub(super) acts: Vec<EntryView>,
    /// How many there are, if more than are shown.
    pub(super) count: Option<String>,
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
        // The latest, whenever they were: a search for those since then might go through all that were before.
        let filter = HistoryFilter { which: Which::Acts, ..HistoryFilter::default() };
        let page = list(authority, caller, Operation::AuditList, filter, None, LOOKED).await?;
        let visit = call.visit.signed.as_ref().and_then(|signed| last_visit(&page.items, signed));
        let from = visit.unwrap_or_else(|| now.plus_secs(-DAY_SECS));
        let acts: Vec<&Entry> = page.items.iter().filter(|entry| is_news(entry, from, caller)).collect();
        let all = acts.len();
        let shown = acts.into_iter().take(MOST).cloned().collect::<Vec<_>>();
        let names = names(authority, caller, drafts(&shown)).await?;
        let query =
            form_urlencoded::Serializer::new(String::new()).append_pair("from", &local(from)).finish();
        Ok(Some(News {
            span: match visit {
                Some(visit) => format!("since your last visit, {}", Moment::of(visit, now).relative),
                None => "in the last 24 hours".to_owned(),
            },
            acts: shown.iter().map(|entry| EntryView::of(entry, &names, now, caller.role)).collect(),
            count: (all > MOST).then(|| told(all, page.next.is_some())),
            more: (all > MOST).then(|| format!("/audit?{query}")),
        }))
    }
}

/// When the person signed in before the session that asks, if that is not too many acts ago.
fn last_visit(acts: &[Entry], signed: &Signed) -> Option<Timestamp> {
    let (user, now) = (Actor::User(signed.user.id), signed.session.created_at);
    let mut begun = acts.iter().filter(|entry| {
        entry.draft.action == Action::SessionBegin && entry.draft.actor == user && entry.place.time < now
    });
    begun.next().map(|entry| entry.place.time)
}

/// Coming in is no news to whoever came.
fn is_news(entry: &Entry, from: Timestamp, caller: &Caller) -> bool {
    let comes_in = matches!(entry.draft.action, Action::SessionBegin | Action::StepUp | Action::HelpRead);
    entry.place.time >= from && !(comes_in && entry.draft.actor == caller.actor())
}

fn told(count: usize, there_may_be_more: bool) -> String {
    if there_may_be_more { format!("{} or more", number(count as u64)) } else { number(count as u64) }
}

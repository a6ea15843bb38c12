//! The way to the first call of an account, in three steps.

use super::super::call::Call;
use super::super::keys::{Snippet, first_calls, waiting_for};
use super::super::page::time::Moment;
use claviger::manage::keys::Survey;

/// How far it is.
pub(super) struct First {
    /// The key that is there.
    pub(super) key: Option<Key>,
}

/// A key that has not called yet.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) made: Moment,
    /// Where its first call is told.
    pub(super) live: String,
    /// When a call of it was refused, and why.
    pub(super) refused: Option<(Moment, String)>,
    pub(super) snippets: Vec<Snippet>,
}

impl First {
    /// None for an account that has called before; `since` is where its log ends.
    pub(super) fn of(call: &Call, survey: &Survey, since: u64) -> Option<Self> {
        let is_new = survey.by_state.iter().sum::<usize>() == 0;
        let Some(line) = &survey.waiting else { return is_new.then_some(First { key: None }) };
        let (record, now) = (&line.record, call.now());
        let refused = line.used.as_ref().and_then(|used| used.refused);
        let key = Key {
            name: record.name.to_string(),
            href: format!("/keys/{}", record.id),
            made: Moment::of(record.created_at, now),
            live: waiting_for(record.id, since),
            refused: refused
                .map(|refused| (Moment::of(refused.at, now), refused.reason.code().replace('-', " "))),
            snippets: first_calls(record, &call.origin()),
        };
        Some(First { key: Some(key) })
    }
}

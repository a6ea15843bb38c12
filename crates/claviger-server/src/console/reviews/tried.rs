//! What came of a dry run, in words.

use super::super::page::time::Moment;
use super::super::page::{counted, number, sentence};
use claviger::core::key::review::{DryRunTold, Line};
use claviger::core::time::Timestamp;
use claviger::manage::reviews::DryRunned;

/// What came of it.
pub(super) struct TriedView {
    /// As in *Would have refused 14 of 90 211 calls.*
    pub(super) words: String,
    /// Nothing would have been refused, as far as is known.
    pub(super) is_harmless: bool,
    pub(super) lines: Vec<LineView>,
    pub(super) cut: Option<Moment>,
}

/// Calls of one sort that would have been refused.
pub(super) struct LineView {
    pub(super) what: String,
    pub(super) why: String,
    pub(super) calls: String,
    pub(super) first: Moment,
    pub(super) last: Moment,
    /// The address of the last of them.
    pub(super) source: String,
    /// It depends on what is not on record.
    pub(super) maybe: bool,
}

impl TriedView {
    pub(super) fn of(ran: &DryRunned, now: Timestamp) -> Self {
        let told = &ran.told;
        TriedView {
            words: words(told),
            is_harmless: told.would_refuse == 0 && told.may_refuse == 0,
            lines: told.lines.iter().map(|line| LineView::of(line, now)).collect(),
            cut: ran.cut_at.map(|at| Moment::of(at, now)),
        }
    }
}

fn words(told: &DryRunTold) -> String {
    let mut words = match (told.calls, told.would_refuse) {
        (0, _) => "There was no call to be judged".to_owned(),
        (calls, 0) => format!("Would have refused none of {}", counted(calls, "call")),
        (calls, some) => format!("Would have refused {} of {}", number(some), counted(calls, "call")),
    };
    if told.may_refuse > 0 {
        words.push_str(&format!("; may have refused {} more", number(told.may_refuse)));
    }
    if told.already_refused > 0 {
        let gone = number(told.already_refused);
        words.push_str(&format!("; {gone} more would be refused by the key as it is already"));
    }
    if told.would_allow > 0 {
        let refused = counted(told.would_allow, "call");
        words.push_str(&format!("; would have allowed {refused} that were refused"));
    }
    words.push('.');
    words
}

impl LineView {
    fn of(line: &Line, now: Timestamp) -> Self {
        let last = line.examples.first().and_then(|call| call.source);
        LineView {
            what: line.action.words().trim_end_matches('.').to_owned(),
            why: sentence(line.reason.words().split(';').next().unwrap_or_default()),
            calls: number(line.span.calls),
            first: Moment::of(line.span.first, now),
            last: Moment::of(line.span.last, now),
            source: last.map(|source| source.to_string()).unwrap_or_default(),
            maybe: !line.certain,
        }
    }
}

//! A page of the log, newest first.
//!
//! A key's history, and an account's acts, go by the index; everything else walks the log
//! backwards. Both show each entry to one [`Page`], which filters and counts.

use super::entries::log_of;
use super::runs::{Flow, Packed, Run, backward};
use super::{accounts, keys};
use crate::error::Result;
use crate::index::{Segments, Subject, Tail, is_act};
use claviger_core::entry::Entry;
use claviger_core::id::KeyId;
use claviger_core::store::{Cursor, HistoryPage, HistoryQuery, Which};
use rusqlite::Connection;
use std::ops::Range;

/// What an entry costs beyond a look if all of it had to be read to see that it is not meant, in looks.
const READ_WHOLE: usize = 3;
/// The same of a run that is passed over because of its times.
const PASSED_OVER: usize = 3;

/// What the memory knows of the entries that no segment covers.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    /// Whether a lane is open, which keeps the tail.
    pub(crate) kept: bool,
    /// The sequences the tail covers.
    pub(crate) range: Range<u64>,
    /// Of those, the ones of the subject, newest first.
    pub(crate) sequences: Vec<u64>,
}

impl Recent {
    /// To be taken before the read begins: what the tail forgets later is in a segment by then.
    fn of(tail: &Tail, subject: Subject, before: u64) -> Self {
        Recent { kept: tail.epoch != 0, range: tail.range(), sequences: tail.sequences(subject, before) }
    }
}

/// Reads a page in one transaction.
pub(crate) fn history(
    conn: &Connection,
    query: &HistoryQuery,
    with_tail: impl Fn(&dyn Fn(&Tail) -> Recent) -> Recent,
) -> Result<HistoryPage> {
    let subject = subject(conn, query)?;
    let before = query.cursor.map_or(u64::MAX, |cursor| cursor.before);
    let recent = subject.map(|subject| with_tail(&|tail| Recent::of(tail, subject, before)));
    let transaction = conn.unchecked_transaction()?;
    let mut page = Page::new(query);
    let log = log_of(&transaction)?;
    if log.is_some() && query.cursor.is_none_or(|cursor| Some(cursor.log) == log) {
        match subject.zip(recent) {
            Some((subject, recent)) => by_index(&transaction, &mut page, subject, recent, before)?,
            None => page.walk(&transaction, before, 0)?,
        }
    }
    let next = page.next.zip(log).map(|(before, log)| Cursor { log, before });
    Ok(HistoryPage { entries: page.entries, next })
}

/// What the index knows the asked-for entries by; none if it does not.
fn subject(conn: &Connection, query: &HistoryQuery) -> Result<Option<Subject>> {
    match (query.key, query.account, query.which) {
        (Some(key), _, _) => Ok(keys::slot(conn, key)?.map(Subject::key)),
        (None, Some(account), Which::Acts) => Ok(accounts::slot(conn, account)?.map(Subject::account)),
        _ => Ok(None),
    }
}

fn by_index(
    conn: &Connection,
    page: &mut Page<'_>,
    subject: Subject,
    recent: Recent,
    before: u64,
) -> Result<()> {
    let mut below = before;
    if !recent.kept {
        // An offline command: what no segment covers is walked.
        page.walk(conn, below, crate::index::segments_end(conn)?)?;
    } else if page.fetch(conn, &recent.sequences)?.is_continue() {
        below = below.min(recent.range.start);
    }
    let mut segments = Segments::below(conn, below)?;
    while page.next.is_none() {
        let Some(mut sequences) = segments.next(subject)? else { break };
        sequences.retain(|sequence| *sequence < below);
        if page.fetch(conn, &sequences)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The part of a falling list from the first one on that is wanted.
fn from(falling: &[u64], wanted: impl Fn(u64) -> bool) -> &[u64] {
    let at = falling.partition_point(|sequence| !wanted(*sequence));
    falling.get(at..).unwrap_or(&[])
}

struct Page<'q> {
    query: &'q HistoryQuery,
    entries: Vec<Entry>,
    looked: usize,
    /// Set when the page is over and there was more to look at.
    next: Option<u64>,
}

impl<'q> Page<'q> {
    const fn new(query: &'q HistoryQuery) -> Self {
        Page { query, entries: Vec::new(), looked: 0, next: None }
    }

    /// Shows the entries below `before` and not below `end`, newest first.
    fn walk(&mut self, conn: &Connection, before: u64, end: u64) -> Result<()> {
        backward(conn, before, |run| {
            if run.end() <= end {
                return Ok(Flow::Break(()));
            }
            if self.outside_time(&run) {
                let flow = self.look(run.end().min(before).saturating_sub(1));
                self.looked += PASSED_OVER;
                return Ok(flow);
            }
            for packed in run.entries()?.iter().rev() {
                let inside = (end..before).contains(&packed.sequence);
                if inside && self.show(packed)?.is_break() {
                    return Ok(Flow::Break(()));
                }
            }
            Ok(Flow::Continue(()))
        })
    }

    /// Shows the entries of these sequences, which fall; what retention dropped is passed over.
    fn fetch(&mut self, conn: &Connection, sequences: &[u64]) -> Result<Flow> {
        let mut left = sequences;
        while let Some(newest) = left.first().copied() {
            let mut flow = Flow::Break(());
            backward(conn, newest.saturating_add(1), |run| {
                // Those above the end of the run were dropped; those in it are shown.
                left = from(left, |sequence| sequence < run.end());
                flow = self.show_those(&run, left)?;
                left = from(left, |sequence| sequence < run.first);
                Ok(Flow::Break(()))
            })?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(Flow::Continue(()))
    }

    fn show_those(&mut self, run: &Run<'_>, mut left: &[u64]) -> Result<Flow> {
        if left.first().is_none_or(|sequence| *sequence < run.first) {
            return Ok(Flow::Continue(()));
        }
        for packed in run.entries()?.iter().rev() {
            let Some((first, rest)) = left.split_first() else { break };
            if *first == packed.sequence {
                left = rest;
                if self.show(packed)?.is_break() {
                    return Ok(Flow::Break(()));
                }
            }
        }
        Ok(Flow::Continue(()))
    }

    fn show(&mut self, packed: &Packed<'_>) -> Result<Flow> {
        if self.look(packed.sequence).is_break() {
            return Ok(Flow::Break(()));
        }
        if self.may_match(packed)? {
            let entry = packed.entry()?;
            if self.query.matches(&entry) {
                self.entries.push(entry);
            } else {
                self.looked += READ_WHOLE;
            }
        }
        Ok(Flow::Continue(()))
    }

    /// Counts one look; over when the page is full or enough was looked at.
    fn look(&mut self, sequence: u64) -> Flow {
        if self.entries.len() >= self.query.limit.max(1) || self.looked >= self.query.max_scan.max(1) {
            self.next = Some(sequence.saturating_add(1));
            return Flow::Break(());
        }
        self.looked += 1;
        Flow::Continue(())
    }

    fn outside_time(&self, run: &Run<'_>) -> bool {
        self.query.from.is_some_and(|from| run.latest < from.micros())
            || self.query.to.is_some_and(|to| run.earliest >= to.micros())
    }

    /// A cheap look that spares most decoding.
    fn may_match(&self, packed: &Packed<'_>) -> Result<bool> {
        let query = self.query;
        let peek = packed.peek()?;
        // The other key of a pair stands in the words.
        let of = |is_meant: &dyn Fn(&KeyId) -> bool| {
            peek.action.is_of_pair() || peek.key.as_ref().is_some_and(is_meant)
        };
        Ok(query.account.is_none_or(|account| peek.account == account)
            && query.key.is_none_or(|key| of(&|known| *known == key))
            && (query.keys.is_empty() || of(&|known| query.keys.contains(known)))
            && query
                .within
                .as_ref()
                .is_none_or(|within| peek.key.is_none() || of(&|known| within.keys.contains(known)))
            && match query.which {
                Which::All => true,
                Which::Calls => !is_act(peek.action),
                Which::Acts => is_act(peek.action),
            }
            && (query.actions.is_empty() || query.actions.contains(&peek.action))
            && (query.outcomes.is_empty() || query.outcomes.contains(&peek.outcome)))
    }
}

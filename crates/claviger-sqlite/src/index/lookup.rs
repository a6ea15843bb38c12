//! Walking the segments, newest first.

use super::Subject;
use super::segment::offsets_of;
use crate::error::{Result, corrupt};
use crate::row::Cells;
use rusqlite::{Connection, OptionalExtension as _, params};

/// A segment's number and the sequences it covers.
#[derive(Debug, Clone, Copy)]
struct Segment {
    number: i64,
    first: u64,
    last: u64,
}

/// The segments that may hold what is asked for, newest first.
pub(crate) struct Segments<'c> {
    conn: &'c Connection,
    segments: Vec<Segment>,
}

impl<'c> Segments<'c> {
    /// Those that begin before sequence `before`.
    pub(crate) fn below(conn: &'c Connection, before: u64) -> Result<Self> {
        let sql = "SELECT segment, first_sequence, last_sequence FROM segments
                   WHERE first_sequence < ?1 ORDER BY segment";
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([before.min(i64::MAX as u64).cast_signed()])?;
        let mut segments = Vec::new();
        while let Some(row) = rows.next()? {
            let mut cells = Cells::new("segments", row);
            segments.push(Segment {
                number: cells.int("segment")?,
                first: cells.narrow("first_sequence")?,
                last: cells.narrow("last_sequence")?,
            });
        }
        Ok(Segments { conn, segments })
    }

    /// The sequences of `subject` in the next older segment that has any, newest first; `None`
    /// when there are no more segments.
    pub(crate) fn next(&mut self, subject: Subject) -> Result<Option<Vec<u64>>> {
        while let Some(segment) = self.segments.pop() {
            let found = self.look(segment, subject)?;
            if !found.is_empty() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn look(&self, segment: Segment, subject: Subject) -> Result<Vec<u64>> {
        let sql = "SELECT first_subject, postings FROM segment_chunks
                   WHERE segment = ?1 AND first_subject <= ?2 ORDER BY first_subject DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![segment.number, subject.as_u32()])?;
        let Some(row) = rows.next()? else { return Ok(Vec::new()) };
        let mut cells = Cells::new("segment_chunks", row);
        let first = Subject::from_u32(cells.narrow("first_subject")?);
        let offsets = offsets_of(first, cells.blob("postings")?, subject)?;
        let sequence = |offset: &u16| {
            let sequence = segment.first + u64::from(*offset);
            if sequence > segment.last {
                return Err(corrupt("segment_chunks", "postings", "an offset outside its segment"));
            }
            Ok(sequence)
        };
        offsets.iter().rev().map(sequence).collect()
    }
}

/// The first sequence that no segment covers.
pub(crate) fn segments_end(conn: &Connection) -> Result<u64> {
    let sql = "SELECT last_sequence FROM segments ORDER BY segment DESC LIMIT 1";
    let last: Option<i64> = conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    Ok(last.map_or(0, |last| u64::try_from(last).unwrap_or(0).saturating_add(1)))
}

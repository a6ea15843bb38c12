//! A prefix of the tail becomes a segment.

use super::segment::chunks;
use super::{Subject, Tail};
use crate::error::Result;
use rusqlite::{Connection, params};

/// Writes the postings of `tail` below `end` as the next segment. The caller's transaction makes
/// it visible; only then may the tail forget them.
pub(crate) fn write_segment(conn: &Connection, tail: &Tail, end: u64) -> Result<()> {
    let mut postings: Vec<(Subject, u16)> = tail.below(end);
    postings.sort_unstable();
    let insert = "INSERT INTO segments (first_sequence, last_sequence) VALUES (?1, ?2)";
    conn.prepare_cached(insert)?.execute(params![tail.range().start.cast_signed(), end.cast_signed() - 1])?;
    let segment = conn.last_insert_rowid();
    let insert = "INSERT INTO segment_chunks (segment, first_subject, postings) VALUES (?1, ?2, ?3)";
    let mut insert = conn.prepare_cached(insert)?;
    for chunk in chunks(&postings) {
        insert.execute(params![segment, chunk.first.as_u32(), chunk.postings])?;
    }
    Ok(())
}

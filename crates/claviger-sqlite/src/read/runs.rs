//! Rows of `groups`: runs of consecutive entries.

use crate::error::{Fault, Result, corrupt};
use crate::row::Cells;
use claviger_audit::{Peek, decode, peek, unpack};
use claviger_core::entry::Entry;
use rusqlite::{Connection, Row};

const COLUMNS: &str = "first_sequence, count, earliest, latest, slots, entries";
/// Where `slots` stands among them.
const SLOTS: usize = 4;

/// A run, borrowed from its row. Its entries lie on pages of their own, which are read only if somebody asks for them.
pub(crate) struct Run<'a> {
    pub(crate) first: u64,
    pub(crate) count: u64,
    pub(crate) earliest: i64,
    pub(crate) latest: i64,
    row: &'a Row<'a>,
}

/// One entry of a run, still encoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed<'a> {
    pub(crate) sequence: u64,
    /// The slot of its key; 0 if none.
    pub(crate) slot: u32,
    pub(crate) bytes: &'a [u8],
}

impl<'a> Run<'a> {
    fn read(row: &'a Row<'a>) -> Result<Self> {
        let mut cells = Cells::new("groups", row);
        Ok(Run {
            first: cells.narrow("first_sequence")?,
            count: cells.narrow("count")?,
            earliest: cells.int("earliest")?,
            latest: cells.int("latest")?,
            row,
        })
    }

    /// The sequence after its last entry.
    pub(crate) const fn end(&self) -> u64 {
        self.first.saturating_add(self.count)
    }

    /// Its entries, oldest first.
    pub(crate) fn entries(&self) -> Result<Vec<Packed<'a>>> {
        let mut cells = Cells::new("groups", self.row).from(SLOTS);
        let slots: &[u8] = cells.blob("slots")?;
        let (slots, blob) = (slots.as_chunks::<4>().0, cells.blob("entries")?);
        let all: Result<Vec<&[u8]>, _> = unpack(blob).collect();
        let all = all.map_err(|error| self.damaged(error))?;
        if all.len() as u64 != self.count || slots.len() != all.len() {
            return Err(self.damaged("its number of entries differs from what is written beside it"));
        }
        let packed = |((sequence, bytes), slot): ((u64, &'a [u8]), &[u8; 4])| Packed {
            sequence,
            slot: u32::from_le_bytes(*slot),
            bytes,
        };
        Ok((self.first..).zip(all).zip(slots).map(packed).collect())
    }

    fn damaged(&self, what: impl std::fmt::Display) -> Fault {
        corrupt("groups", "entries", format_args!("group {}: {what}", self.first))
    }
}

impl Packed<'_> {
    /// The entry.
    pub(crate) fn entry(&self) -> Result<Entry> {
        let entry = decode(self.bytes).map_err(|error| self.damaged(error))?;
        self.in_place(entry.place.sequence)?;
        Ok(entry)
    }

    /// Its leading part.
    pub(crate) fn peek(&self) -> Result<Peek> {
        let peek = peek(self.bytes).map_err(|error| self.damaged(error))?;
        self.in_place(peek.place.sequence)?;
        Ok(peek)
    }

    fn in_place(&self, found: u64) -> Result<()> {
        if found == self.sequence {
            return Ok(());
        }
        Err(self.damaged(format_args!("it says of itself that it is entry {found}")))
    }

    fn damaged(&self, what: impl std::fmt::Display) -> Fault {
        corrupt("groups", "entries", format_args!("entry {}: {what}", self.sequence))
    }
}

/// Whether to go on.
pub(crate) type Flow = std::ops::ControlFlow<()>;

/// The runs from the one that holds `from` on, oldest first.
pub(crate) fn forward(
    conn: &Connection,
    from: u64,
    mut visit: impl FnMut(Run<'_>) -> Result<Flow>,
) -> Result<()> {
    let sql = format!(
        "SELECT {COLUMNS} FROM groups WHERE first_sequence >= coalesce(
             (SELECT max(first_sequence) FROM groups WHERE first_sequence <= ?1), 0)
         ORDER BY first_sequence"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([sequence(from)])?;
    while let Some(row) = rows.next()? {
        let run = Run::read(row)?;
        if run.end() > from && visit(run)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The runs with entries below `before`, newest first.
pub(crate) fn backward(
    conn: &Connection,
    before: u64,
    mut visit: impl FnMut(Run<'_>) -> Result<Flow>,
) -> Result<()> {
    let sql = format!("SELECT {COLUMNS} FROM groups WHERE first_sequence < ?1 ORDER BY first_sequence DESC");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([sequence(before)])?;
    while let Some(row) = rows.next()? {
        if visit(Run::read(row)?)?.is_break() {
            break;
        }
    }
    Ok(())
}

fn sequence(sequence: u64) -> i64 {
    sequence.min(i64::MAX as u64).cast_signed()
}

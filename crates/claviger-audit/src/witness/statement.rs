//! Where a log was, as one small text.
//!
//! ```text
//! claviger-witness 1
//! store store_0123456789ab
//! log 0
//! epoch 12
//! next-sequence 3456
//! latest 1784731985000123 2026-07-22T14:53:05.000123Z
//! leaf 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
//! ```
//!
//! The latest time is in microseconds since 1970, and again for people. `leaf` is the hash of the entry
//! before `next-sequence`, or `none` if there is none. Every line ends with a newline. There is exactly
//! one text per statement. A release may add a version; it never changes one.

use crate::leaf::LeafHash;
use claviger_core::id::{LogId, StoreId};
use claviger_core::time::Timestamp;
use std::fmt;
use std::str::FromStr;

const NAME: &str = "claviger-witness ";
const VERSION: u32 = 1;
/// Longer than any statement, also of a later version, in bytes.
pub const MAX_STATEMENT: usize = 4096;
/// No store gets here: epochs are counted in starts, or in seconds since 2020. Whatever says so is
/// wrong, and believed, would leave the store no epochs.
const MAX_EPOCH: u32 = 0xf000_0000;

/// Where a log was at some instant: everything below `next_sequence` was on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// The store.
    pub store: StoreId,
    /// Its log.
    pub log: LogId,
    /// The epoch of the lane's owner.
    pub epoch: u32,
    /// The sequence the next entry was to get.
    pub next_sequence: u64,
    /// The latest time committed.
    pub latest: Timestamp,
    /// The hash of the entry before `next_sequence`.
    pub leaf: Option<LeafHash>,
}

/// The bytes are no statement this release can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Of a later version.
    #[error(
        "it was written by a newer release (version {0} of a statement; this one knows version {VERSION})"
    )]
    Newer(u32),
    /// Nothing of the kind.
    #[error("it is no statement of a witness, or damaged")]
    Garbage,
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Statement { store, log, epoch, next_sequence, latest, leaf } = self;
        write!(f, "{NAME}{VERSION}\nstore {store}\nlog {}\nepoch {epoch}\n", log.0)?;
        write!(f, "next-sequence {next_sequence}\nlatest {} {latest}\n", latest.micros())?;
        match leaf {
            Some(leaf) => writeln!(f, "leaf {leaf}"),
            None => f.write_str("leaf none\n"),
        }
    }
}

impl Statement {
    /// Reads one.
    ///
    /// # Errors
    /// [`StatementError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, StatementError> {
        let text = Some(bytes).filter(|bytes| bytes.len() <= MAX_STATEMENT);
        let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok()).ok_or(StatementError::Garbage)?;
        let mut lines = text.lines();
        match number_of(&mut lines, NAME) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Err(StatementError::Newer(version)),
            _ => return Err(StatementError::Garbage),
        }
        let statement = fields(&mut lines).ok_or(StatementError::Garbage)?;
        // What is written differently says nothing else, and is refused all the same: one text each.
        if statement.to_string() == text { Ok(statement) } else { Err(StatementError::Garbage) }
    }
}

fn fields<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Option<Statement> {
    Some(Statement {
        store: number_of(lines, "store ")?,
        log: LogId(number_of(lines, "log ")?),
        epoch: number_of(lines, "epoch ").filter(|epoch| *epoch <= MAX_EPOCH)?,
        next_sequence: number_of(lines, "next-sequence ")?,
        latest: Timestamp::from_micros(value(lines, "latest ")?.split(' ').next()?.parse().ok()?),
        leaf: leaf(value(lines, "leaf ")?)?,
    })
}

fn value<'a>(lines: &mut impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    lines.next()?.strip_prefix(name)
}

fn number_of<'a, T: FromStr>(lines: &mut impl Iterator<Item = &'a str>, name: &str) -> Option<T> {
    value(lines, name)?.parse().ok()
}

/// 64 digits, or the word for nothing.
fn leaf(text: &str) -> Option<Option<LeafHash>> {
    if text == "none" {
        return Some(None);
    }
    let (digits, rest) = text.as_bytes().as_chunks::<2>();
    let mut hash = [0; 32];
    if digits.len() != hash.len() || !rest.is_empty() {
        return None;
    }
    for (byte, digits) in hash.iter_mut().zip(digits) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(Some(LeafHash(hash)))
}

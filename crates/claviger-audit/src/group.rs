//! Several entries in one blob, as an engine may store a group: each with its length before it.

use crate::encode::encode;
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::varint;
use claviger_core::entry::Entry;
use std::iter::FusedIterator;
use std::ops::Range;

/// Appends one encoded entry, its length before it, to `blob`.
pub fn pack(entry: &[u8], blob: &mut Vec<u8>) {
    varint::write(entry.len() as u64, blob);
    blob.extend_from_slice(entry);
}

/// Encodes `entry` straight into `blob`, its length before it, and gives where its own bytes
/// stand.
pub fn pack_entry(entry: &Entry, blob: &mut Vec<u8>) -> Range<usize> {
    let start = blob.len();
    encode(entry, blob);
    let len = blob.len() - start;
    varint::write(len as u64, blob);
    // The length was written behind the entry, where it was known; bring it to the front.
    let prefix = blob.len() - start - len;
    if let Some(tail) = blob.get_mut(start..) {
        tail.rotate_right(prefix);
    }
    start + prefix..start + prefix + len
}

/// The entries of a blob made by [`pack`]. Safe on any bytes: after the first error it ends.
#[must_use]
pub const fn unpack(blob: &[u8]) -> Unpack<'_> {
    Unpack { rest: blob }
}

/// See [`unpack`].
#[derive(Debug, Clone)]
pub struct Unpack<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Unpack<'a> {
    type Item = Result<&'a [u8], DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut reader = Reader(self.rest);
        let entry = match reader.prefixed() {
            // No entry is empty; without this a blob of zeros would give one per byte.
            Ok([]) => Err(DecodeError::Truncated),
            taken => taken,
        };
        self.rest = if entry.is_ok() { reader.0 } else { &[] };
        Some(entry)
    }
}

impl FusedIterator for Unpack<'_> {}

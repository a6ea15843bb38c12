//! The bytes of a chunk of a segment: postings of consecutive subjects.
//!
//! ```text
//! per subject: varint subject − previous subject (the first counts from the chunk's own)
//!              varint number of offsets, then that many u16, little-endian, rising
//! ```

use super::Subject;
use crate::error::{Result, corrupt};

/// Bytes after which a chunk takes no further subject, so that four fit one page of the database.
const CHUNK_BYTES: usize = 900;

/// A chunk of a segment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) first: Subject,
    pub(crate) postings: Vec<u8>,
}

/// The chunks of postings sorted by subject, then offset.
pub(crate) fn chunks(sorted: &[(Subject, u16)]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut previous = Subject::key(0);
    for group in sorted.chunk_by(|a, b| a.0 == b.0) {
        let Some((subject, _)) = group.first() else { continue };
        if chunks.last().is_none_or(|chunk| chunk.postings.len() >= CHUNK_BYTES) {
            chunks.push(Chunk { first: *subject, postings: Vec::with_capacity(CHUNK_BYTES + 64) });
            previous = *subject;
        }
        if let Some(chunk) = chunks.last_mut() {
            write_varint(subject.as_u32() - previous.as_u32(), &mut chunk.postings);
            write_varint(u32::try_from(group.len()).unwrap_or(u32::MAX), &mut chunk.postings);
            chunk.postings.extend(group.iter().flat_map(|(_, offset)| offset.to_le_bytes()));
        }
        previous = *subject;
    }
    chunks
}

/// The offsets of `wanted` in a chunk, rising.
pub(crate) fn offsets_of(first: Subject, mut bytes: &[u8], wanted: Subject) -> Result<Vec<u16>> {
    let mut subject = first.as_u32();
    while !bytes.is_empty() {
        let (delta, count) = (read_varint(&mut bytes)?, read_varint(&mut bytes)?);
        subject = subject.checked_add(delta).ok_or_else(damaged)?;
        let len = usize::try_from(count).ok().and_then(|count| count.checked_mul(2)).ok_or_else(damaged)?;
        let (offsets, rest) = bytes.split_at_checked(len).ok_or_else(damaged)?;
        if subject == wanted.as_u32() {
            return Ok(offsets.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect());
        }
        if subject > wanted.as_u32() {
            break;
        }
        bytes = rest;
    }
    Ok(Vec::new())
}

fn damaged() -> crate::error::Fault {
    corrupt("segment_chunks", "postings", "cut short or out of range")
}

fn write_varint(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn read_varint(bytes: &mut &[u8]) -> Result<u32> {
    let mut value = 0u32;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, rest) = bytes.split_first().ok_or_else(damaged)?;
        *bytes = rest;
        let low = u32::from(byte & 0x7f);
        if shift == 28 && low > 0xf {
            break;
        }
        value |= low << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(damaged())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn find(chunks: &[Chunk], wanted: Subject) -> Vec<u16> {
        let chunk = chunks.iter().rev().find(|chunk| chunk.first <= wanted);
        chunk.map_or_else(Vec::new, |chunk| offsets_of(chunk.first, &chunk.postings, wanted).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_posting_is_found_again(postings in prop::collection::btree_set((0u32..600, any::<u16>()), 0..4000)) {
            let sorted: Vec<_> = postings.iter().map(|(s, o)| (Subject::from_u32(*s << 22), *o)).collect();
            let mut expected: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
            for (subject, offset) in &postings {
                expected.entry(*subject).or_default().push(*offset);
            }
            let chunks = chunks(&sorted);
            for subject in 0..600 {
                let found = find(&chunks, Subject::from_u32(subject << 22));
                prop_assert_eq!(found, expected.remove(&subject).unwrap_or_default());
            }
        }

        #[test]
        fn any_bytes_are_at_most_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200), wanted in any::<u32>()) {
            let _ = offsets_of(Subject::from_u32(5), &bytes, Subject::from_u32(wanted));
        }
    }
}

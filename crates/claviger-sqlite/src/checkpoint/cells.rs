//! The bytes of a nonce page, and of the accepted nonces of one key.
//!
//! ```text
//! page: three maps of 256 bits (which keys have a highest nonce, a floor, a time step), then the
//!       values that are there, 8 bytes each, little-endian: all highest, all floors, all steps
//! set:  the accepted nonces, 8 bytes each, little-endian, rising
//! ```

use crate::error::{Fault, Result, corrupt};
use crate::read::one;
use crate::row::Cells;
use rusqlite::{Connection, params};

/// Keys on one page.
pub(crate) const PAGE_KEYS: u32 = 256;
const MAP_BYTES: usize = PAGE_KEYS as usize / 8;

/// What is checkpointed of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct NonceCell {
    /// The highest nonce accepted.
    pub(crate) highest: u64,
    /// Nothing at or below is accepted.
    pub(crate) floor: u64,
    /// One more than the last time step burnt; 0 if none was.
    pub(crate) next_step: u64,
}

const FIELDS: [fn(&mut NonceCell) -> &mut u64; 3] =
    [|cell| &mut cell.highest, |cell| &mut cell.floor, |cell| &mut cell.next_step];

/// The bytes of a page of at most [`PAGE_KEYS`] cells.
pub(crate) fn encode_page(cells: impl Iterator<Item = NonceCell> + Clone) -> Vec<u8> {
    let mut bytes = vec![0u8; FIELDS.len() * MAP_BYTES];
    for (number, field) in FIELDS.into_iter().enumerate() {
        for (at, mut cell) in cells.clone().enumerate() {
            let value = *field(&mut cell);
            if value == 0 {
                continue;
            }
            if let Some(map) = bytes.get_mut(number * MAP_BYTES + at / 8) {
                *map |= 1 << (at % 8);
            }
            bytes.extend_from_slice(&value.to_le_bytes());
        }
    }
    bytes
}

/// The cells of a page.
pub(crate) fn decode_page(bytes: &[u8]) -> Result<Vec<NonceCell>> {
    let (maps, values) = bytes.split_at_checked(FIELDS.len() * MAP_BYTES).ok_or_else(damaged)?;
    let (values, rest) = values.as_chunks::<8>();
    let mut values = values.iter();
    let mut cells = vec![NonceCell::default(); PAGE_KEYS as usize];
    for (map, field) in maps.chunks(MAP_BYTES).zip(FIELDS) {
        let bit = |at: usize| map.get(at / 8).is_some_and(|byte| byte & (1 << (at % 8)) != 0);
        for (_, cell) in cells.iter_mut().enumerate().filter(|(at, _)| bit(*at)) {
            *field(cell) = u64::from_le_bytes(*values.next().ok_or_else(damaged)?);
        }
    }
    if values.next().is_some() || !rest.is_empty() {
        return Err(damaged());
    }
    Ok(cells)
}

fn damaged() -> Fault {
    corrupt("nonce_pages", "cells", "its length does not fit its maps")
}

/// The stored cell of a key.
pub(crate) fn read_cell(conn: &Connection, slot: u32) -> Result<NonceCell> {
    let sql = "SELECT cells FROM nonce_pages WHERE page = ?1";
    let cells =
        one(conn, sql, [slot / PAGE_KEYS], |row| decode_page(Cells::new("nonce_pages", row).blob("cells")?));
    let at = (slot % PAGE_KEYS) as usize;
    Ok(cells?.and_then(|cells| cells.get(at).copied()).unwrap_or_default())
}

/// The stored accepted nonces of a key.
pub(crate) fn load_set(conn: &Connection, slot: u32) -> Result<Vec<u64>> {
    let set = one(conn, "SELECT accepted FROM nonce_sets WHERE slot = ?1", [slot], |row| {
        let (values, rest) = Cells::new("nonce_sets", row).blob("accepted")?.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(corrupt("nonce_sets", "accepted", "its length is no multiple of eight"));
        }
        Ok(values.iter().map(|value| u64::from_le_bytes(*value)).collect())
    });
    Ok(set?.unwrap_or_default())
}

/// Stores the accepted nonces of a key; gives the bytes written.
pub(crate) fn save_set(conn: &Connection, slot: u32, accepted: &[u64]) -> Result<usize> {
    if accepted.is_empty() {
        conn.prepare_cached("DELETE FROM nonce_sets WHERE slot = ?1")?.execute([slot])?;
        return Ok(0);
    }
    let bytes: Vec<u8> = accepted.iter().flat_map(|nonce| nonce.to_le_bytes()).collect();
    let sql = "INSERT OR REPLACE INTO nonce_sets (slot, accepted) VALUES (?1, ?2)";
    conn.prepare_cached(sql)?.execute(params![slot, bytes])?;
    Ok(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_page_round_trips(values in prop::collection::vec((any::<u64>(), 0u64..3, 0u64..2), 256)) {
            let cells: Vec<_> = values
                .into_iter()
                .map(|(highest, floor, next_step)| NonceCell { highest, floor, next_step })
                .collect();
            let bytes = encode_page(cells.iter().copied());
            prop_assert_eq!(decode_page(&bytes).unwrap(), cells);
            prop_assert!(decode_page(&bytes[..bytes.len() - 1]).is_err());
        }

        #[test]
        fn any_bytes_are_at_most_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode_page(&bytes);
        }
    }
}

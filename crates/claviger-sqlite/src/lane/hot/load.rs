//! Keys and pages come into memory, at first use or by replay.

use super::{Hot, HotCell, Page, hash};
use crate::checkpoint::{NonceCell, PAGE_KEYS, decode_page, load_set};
use crate::error::{Result, corrupt};
use crate::read::one;
use crate::row::{Cells, bits, unbits};
use claviger_core::id::KeyId;
use rusqlite::Connection;
use std::collections::HashMap;

/// Slots are dense; only damage gives larger ones than this, and memory for all below it.
const MAX_PAGES: u32 = 1 << 20;

impl Hot {
    /// The slot of a key, its cell in memory; `None` if it is not on record.
    pub(crate) fn slot(&mut self, conn: &Connection, id: KeyId) -> Result<Option<u32>> {
        if let Some(slot) = self.known(id) {
            return Ok(Some(slot));
        }
        let sql = "SELECT slot, revision, nonce_window FROM keys WHERE id = ?1";
        let row = one(conn, sql, [bits(id.as_u64())], |row| {
            let mut cells = Cells::new("keys", row);
            let (slot, revision) = (cells.narrow("slot")?, unbits(cells.int("revision")?));
            Ok((slot, revision, unbits(cells.int("nonce_window")?)))
        });
        let Some((slot, revision, window)) = row? else { return Ok(None) };
        self.need_page(conn, slot / PAGE_KEYS)?;
        self.need_set(conn, slot, window)?;
        if let Some(cell) = self.cell_mut(slot) {
            cell.set_row(id, revision);
        }
        let Hot { pages, slots, .. } = self;
        let hash_of = |slot: &u32| {
            let page = pages.get((slot / PAGE_KEYS) as usize).and_then(Option::as_ref);
            hash(page.and_then(|page| page.cells.get((slot % PAGE_KEYS) as usize)).map_or(0, HotCell::id))
        };
        slots.insert_unique(hash(id.as_u64()), slot, hash_of);
        Ok(Some(slot))
    }

    /// Re-applies what an entry of the log burnt.
    pub(crate) fn replay(
        &mut self,
        conn: &Connection,
        slot: u32,
        windows: &HashMap<u32, u64>,
        nonce: Option<u64>,
        step: Option<u64>,
    ) -> Result<()> {
        self.need_page(conn, slot / PAGE_KEYS)?;
        self.need_set(conn, slot, windows.get(&slot).copied().unwrap_or(0))?;
        let Some(cell) = self.burn_cell(slot) else { return Ok(()) };
        if let Some(nonce) = nonce {
            cell.with_nonces(|state, window| state.replay(nonce, window));
        }
        if let Some(step) = step {
            cell.burn_step(step);
        }
        Ok(())
    }

    fn need_page(&mut self, conn: &Connection, number: u32) -> Result<()> {
        if self.page(number).is_some() {
            return Ok(());
        }
        if number >= MAX_PAGES {
            return Err(corrupt("keys", "slot", "larger than slots get"));
        }
        let stored = one(conn, "SELECT cells FROM nonce_pages WHERE page = ?1", [number], |row| {
            decode_page(Cells::new("nonce_pages", row).blob("cells")?)
        });
        let stored = stored?.unwrap_or_else(|| vec![NonceCell::default(); PAGE_KEYS as usize]);
        let page =
            Page { cells: stored.into_iter().map(HotCell::stored).collect(), dirty: false, pending: false };
        let at = number as usize;
        if self.pages.len() <= at {
            self.pages.resize_with(at + 1, || None);
        }
        if let Some(place) = self.pages.get_mut(at) {
            *place = Some(page);
            self.loaded += 1;
        }
        Ok(())
    }

    fn need_set(&mut self, conn: &Connection, slot: u32, window: u64) -> Result<()> {
        let Some(cell) = self.cell_mut(slot) else { return Ok(()) };
        if window > 0 && !cell.is_wide() {
            cell.widen(window, load_set(conn, slot)?);
        }
        Ok(())
    }
}

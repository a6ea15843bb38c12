//! Pages are written by checkpoints, a few at a time, and at once when a window changes.

use super::{Hot, HotCell};
use crate::checkpoint::{PAGE_KEYS, encode_page, save_set};
use crate::error::Result;
use rusqlite::{Connection, params};

impl Hot {
    /// Begins a checkpoint of everything burnt so far.
    pub(crate) fn begin_checkpoint(&mut self) {
        let dirty = std::mem::take(&mut self.dirty);
        for number in &dirty {
            if let Some(page) = self.page_mut(*number) {
                page.dirty = false;
                page.pending = true;
            }
        }
        self.pending.extend(dirty);
        // Written in the order of the tree they go into.
        self.pending.sort_unstable_by(|a, b| b.cmp(a));
    }

    /// Writes at most so many pages, and accepted sets of about so many bytes; says whether none
    /// is left.
    pub(crate) fn write_pending(
        &mut self,
        conn: &Connection,
        pages: usize,
        set_bytes: usize,
    ) -> Result<bool> {
        let mut bytes = 0;
        for _ in 0..pages {
            let Some(number) = self.pending.pop() else { break };
            bytes += self.write_page(conn, number)?;
            if bytes > set_bytes {
                break;
            }
        }
        Ok(self.pending.is_empty())
    }

    /// Writes the page of one key at once.
    pub(crate) fn write_page_of(&mut self, conn: &Connection, slot: u32) -> Result<()> {
        self.write_page(conn, slot / PAGE_KEYS).map(|_| ())
    }

    fn write_page(&mut self, conn: &Connection, number: u32) -> Result<usize> {
        let Some(page) = self.page_mut(number) else { return Ok(0) };
        page.pending = false;
        let cells = encode_page(page.cells.iter().map(HotCell::checkpoint));
        let sql = "INSERT OR REPLACE INTO nonce_pages (page, cells) VALUES (?1, ?2)";
        conn.prepare_cached(sql)?.execute(params![number, cells])?;
        let mut bytes = 0;
        for (slot, cell) in (number * PAGE_KEYS..).zip(&mut page.cells) {
            if let Some(accepted) = cell.unsaved() {
                bytes += save_set(conn, slot, accepted)?;
                cell.set_saved();
            }
        }
        Ok(bytes)
    }
}

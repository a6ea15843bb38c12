//! What the lane remembers of keys, so that settling a claim reads nothing from the disk:
//! revision, nonces, window, last time step. Loaded when a key is first used.
//!
//! Cells lie in pages of 256 slots, the same as the checkpoint's; a key costs 48 bytes and its
//! share of a table from id to slot (about 10).

mod cell;
mod load;
mod save;

pub(crate) use cell::HotCell;

use crate::checkpoint::PAGE_KEYS;
use crate::options::MAX_HOT_PAGES;
use claviger_core::id::KeyId;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher as _;

/// One page of cells.
#[derive(Debug)]
struct Page {
    cells: Box<[HotCell]>,
    /// Changed since the running checkpoint began, or since the last one.
    dirty: bool,
    /// To be written by the running checkpoint.
    pending: bool,
}

/// The pages and the way to them.
#[derive(Debug, Default)]
pub(crate) struct Hot {
    pages: Vec<Option<Page>>,
    loaded: usize,
    /// Slots by the hash of the key's id.
    slots: HashTable<u32>,
    dirty: Vec<u32>,
    pending: Vec<u32>,
}

impl Hot {
    /// For about this many keys.
    pub(crate) fn for_keys(keys: u64) -> Self {
        let most = MAX_HOT_PAGES as u64 * u64::from(PAGE_KEYS);
        let capacity = usize::try_from(keys.min(most)).unwrap_or(0);
        Hot { slots: HashTable::with_capacity(capacity), ..Hot::default() }
    }

    /// The slot of a key whose row was loaded.
    fn known(&self, id: KeyId) -> Option<u32> {
        let is_it = |slot: &u32| self.cell(*slot).is_some_and(|cell| cell.is(id));
        self.slots.find(hash(id.as_u64()), is_it).copied()
    }

    pub(crate) fn cell(&self, slot: u32) -> Option<&HotCell> {
        self.page(slot / PAGE_KEYS)?.cells.get((slot % PAGE_KEYS) as usize)
    }

    /// The cell of a key, to read and change its revision; see [`Hot::burn_cell`] for nonces.
    pub(crate) fn cell_mut(&mut self, slot: u32) -> Option<&mut HotCell> {
        let page = self.pages.get_mut((slot / PAGE_KEYS) as usize)?.as_mut()?;
        page.cells.get_mut((slot % PAGE_KEYS) as usize)
    }

    /// The cell of a key whose nonces or time step are about to change.
    pub(crate) fn burn_cell(&mut self, slot: u32) -> Option<&mut HotCell> {
        let number = slot / PAGE_KEYS;
        let page = self.pages.get_mut(number as usize)?.as_mut()?;
        if !page.dirty {
            page.dirty = true;
            self.dirty.push(number);
        }
        page.cells.get_mut((slot % PAGE_KEYS) as usize)
    }

    fn page(&self, number: u32) -> Option<&Page> {
        self.pages.get(number as usize)?.as_ref()
    }

    fn page_mut(&mut self, number: u32) -> Option<&mut Page> {
        self.pages.get_mut(number as usize)?.as_mut()
    }

    /// Forgets clean pages when there are too many.
    pub(crate) fn evict(&mut self) {
        if self.loaded > MAX_HOT_PAGES {
            self.evict_all();
        }
    }

    /// Forgets every clean page.
    pub(crate) fn evict_all(&mut self) {
        let Hot { pages, slots, loaded, .. } = self;
        for (first, place) in (0..).step_by(PAGE_KEYS as usize).zip(pages.iter_mut()) {
            let Some(page) = place.take_if(|page| !page.dirty && !page.pending) else { continue };
            *loaded -= 1;
            for (slot, cell) in (first..).zip(&page.cells).filter(|(_, cell)| cell.is_loaded()) {
                let gone = slots.find_entry(hash(cell.id()), |known| *known == slot);
                if let Ok(entry) = gone {
                    entry.remove();
                }
            }
        }
    }
}

fn hash(id: u64) -> u64 {
    FixedState::with_seed(0).hash_one(id)
}

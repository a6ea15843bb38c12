//! What is remembered of one key.

use crate::checkpoint::NonceCell;
use claviger_core::id::KeyId;
use claviger_core::key::Revision;
use claviger_core::nonce::NonceState;

/// 48 bytes; keys with a nonce window have more.
#[derive(Debug, Clone, Default)]
pub(crate) struct HotCell {
    /// 0 until the key's row was read.
    id: u64,
    revision: Revision,
    nonces: NonceCell,
    wide: Option<Box<Wide>>,
}

/// Of a key with a nonce window. Its nonces count, not the cell's.
#[derive(Debug, Clone)]
struct Wide {
    window: u64,
    nonces: NonceState,
    /// The accepted set differs from the stored one.
    unsaved: bool,
}

impl HotCell {
    pub(super) fn stored(nonces: NonceCell) -> Self {
        HotCell { nonces, ..HotCell::default() }
    }

    pub(super) const fn is(&self, id: KeyId) -> bool {
        self.id == id.as_u64() && self.is_loaded()
    }

    pub(super) const fn is_loaded(&self) -> bool {
        self.revision != 0
    }

    pub(super) const fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn set_row(&mut self, id: KeyId, revision: Revision) {
        self.id = id.as_u64();
        self.revision = revision;
    }

    pub(crate) const fn revision(&self) -> Revision {
        self.revision
    }

    pub(crate) const fn set_revision(&mut self, revision: Revision) {
        self.revision = revision;
    }

    pub(crate) fn window(&self) -> u64 {
        self.wide.as_ref().map_or(0, |wide| wide.window)
    }

    /// Puts the accepted nonces of a key with a window beside its cell.
    pub(super) fn widen(&mut self, window: u64, accepted: Vec<u64>) {
        let nonces = NonceState::restore(self.nonces.highest, self.nonces.floor, accepted);
        self.wide = Some(Box::new(Wide { window, nonces, unsaved: false }));
    }

    pub(super) const fn is_wide(&self) -> bool {
        self.wide.is_some()
    }

    /// Judges or changes the nonces.
    pub(crate) fn with_nonces<T>(&mut self, work: impl FnOnce(&mut NonceState, u64) -> T) -> T {
        if let Some(wide) = &mut self.wide {
            wide.unsaved = true;
            return work(&mut wide.nonces, wide.window);
        }
        let mut state = NonceState::restore(self.nonces.highest, self.nonces.floor, Vec::new());
        let result = work(&mut state, 0);
        self.nonces.highest = state.highest();
        self.nonces.floor = state.floor();
        result
    }

    /// Sets another window, which closes everything up to the highest nonce.
    pub(crate) fn change_window(&mut self, window: u64) {
        self.with_nonces(|state, _| state.window_changed());
        self.nonces = self.checkpoint();
        self.wide = None;
        if window > 0 {
            self.widen(window, Vec::new());
        }
    }

    /// Whether a time step may still be used.
    pub(crate) fn step_is_new(&self, step: u64) -> bool {
        step.checked_add(1).is_some_and(|next| next > self.nonces.next_step)
    }

    pub(crate) fn burn_step(&mut self, step: u64) {
        self.nonces.next_step = self.nonces.next_step.max(step.saturating_add(1));
    }

    /// What a checkpoint writes of it.
    pub(super) fn checkpoint(&self) -> NonceCell {
        self.wide.as_ref().map_or(self.nonces, |wide| NonceCell {
            highest: wide.nonces.highest(),
            floor: wide.nonces.floor(),
            ..self.nonces
        })
    }

    /// The accepted nonces, if they differ from the stored ones.
    pub(super) fn unsaved(&self) -> Option<&[u64]> {
        self.wide.as_ref().filter(|wide| wide.unsaved).map(|wide| wide.nonces.accepted())
    }

    pub(super) fn set_saved(&mut self) {
        if let Some(wide) = &mut self.wide {
            wide.unsaved = false;
        }
    }
}

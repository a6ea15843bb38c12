//! The engine in memory: plain maps behind one lock, the state of a group settled in place.
//!
//! What is durable is a [`MemoryDisk`]; it outlives the stores opened on it. What a crash loses
//! is what a lane believes (its head), and the right to go on: after [`MemoryStore::crash`] the
//! old store and its lanes answer nothing but errors.

mod history;
mod image;
mod lane;
mod ordered;
mod read;
mod settle;
#[cfg(test)]
mod tests;
mod upkeep;

use claviger_core::store::StoreError;
use image::Image;
use parking_lot::RwLock;
use std::sync::Arc;

/// The durable half: what a store opened on it finds. Clones are the same disk.
#[derive(Clone, Default)]
pub struct MemoryDisk(Arc<RwLock<Platter>>);

#[derive(Default)]
struct Platter {
    image: Image,
    /// Rises with every opening and crash; a store of an older one is dead.
    opening: u64,
    in_use: bool,
}

impl MemoryDisk {
    /// Opens the store on this disk.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while another one is open on it.
    pub fn open(&self) -> Result<MemoryStore, StoreError> {
        let mut platter = self.0.write();
        if platter.in_use {
            return Err(StoreError::InUse);
        }
        platter.in_use = true;
        platter.opening += 1;
        Ok(MemoryStore::at(self.clone(), platter.opening))
    }

    /// Another disk with what is on this one now, as a backup or a power cut at this instant
    /// would leave it.
    #[must_use]
    pub fn image(&self) -> MemoryDisk {
        let image = self.0.read().image.clone();
        MemoryDisk(Arc::new(RwLock::new(Platter { image, opening: 0, in_use: false })))
    }
}

/// The store in memory. Clones are the same store.
#[derive(Clone)]
pub struct MemoryStore(Arc<Opening>);

/// One opening of a disk; the disk is free again when the store and all its lanes are gone.
struct Opening {
    disk: MemoryDisk,
    number: u64,
}

impl Drop for Opening {
    fn drop(&mut self) {
        let mut platter = self.disk.0.write();
        if platter.opening == self.number {
            platter.in_use = false;
        }
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    /// An empty store on a disk of its own.
    #[must_use]
    pub fn new() -> Self {
        let platter = Platter { image: Image::default(), opening: 1, in_use: true };
        MemoryStore::at(MemoryDisk(Arc::new(RwLock::new(platter))), 1)
    }

    fn at(disk: MemoryDisk, number: u64) -> Self {
        MemoryStore(Arc::new(Opening { disk, number }))
    }

    /// The disk it stands on.
    #[must_use]
    pub fn disk(&self) -> &MemoryDisk {
        &self.0.disk
    }

    /// The process dies here: this store and its lanes are dead, what they believed is lost, and
    /// a new store stands on what was durable.
    #[must_use]
    pub fn crash(&self) -> MemoryStore {
        let mut platter = self.0.disk.0.write();
        platter.opening += 1;
        platter.in_use = true;
        MemoryStore::at(self.0.disk.clone(), platter.opening)
    }

    fn read<T>(&self, read: impl FnOnce(&Image) -> T) -> Result<T, StoreError> {
        let platter = self.0.disk.0.read();
        self.alive(&platter)?;
        Ok(read(&platter.image))
    }

    fn write<T>(&self, write: impl FnOnce(&mut Image) -> T) -> Result<T, StoreError> {
        let mut platter = self.0.disk.0.write();
        self.alive(&platter)?;
        Ok(write(&mut platter.image))
    }

    fn alive(&self, platter: &Platter) -> Result<(), StoreError> {
        if platter.opening == self.0.number {
            return Ok(());
        }
        Err(StoreError::Unavailable("the store crashed".to_owned()))
    }
}

//! A consistent copy of the database, while calls run or not.
//!
//! # Order of writes
//! The copy is made under another name and synced; its manifest is written; then the copy gets its
//! name. So a file under that name is complete, and has its manifest unless somebody took it away.

use super::HostError;
use super::file::{self, Partial, failed, folder_of};
use crate::config::Config;
use claviger_core::time::Timestamp;
use claviger_sqlite::{BackupError, Point};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What is kept free beside the copy, in bytes.
const SPARE: u64 = 4 << 20;

/// A backup that was made.
#[derive(Debug, Clone)]
pub struct BackedUp {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hex.
    pub sha256: String,
    /// When it was begun.
    pub at: Timestamp,
    /// What it stands for.
    pub point: Point,
    /// Where the store has its witness.
    pub witness: Vec<String>,
}

impl BackedUp {
    /// As it is written beside the file.
    #[must_use]
    pub fn manifest(&self) -> Value {
        json!({
            "store": self.point.store.map(|store| store.to_string()),
            "log": self.point.log.0,
            "epoch": self.point.epoch,
            "next_sequence": self.point.next_sequence,
            "latest": self.point.latest.to_string(),
            "schema": self.point.schema,
            "witness": self.witness,
            "made_at": self.at.to_string(),
            "bytes": self.bytes,
            "sha256": self.sha256,
        })
    }
}

/// Where the manifest of a backup is.
#[must_use]
pub fn manifest_of(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".manifest.json");
    name.into()
}

/// Backs the database up to `to`: a file, or a folder that is there, in which the file
/// gets a name from the time. `told` is given the bytes copied and the bytes there are.
///
/// # Errors
/// [`HostError`]; nothing is left behind then.
pub fn backup(
    config: &Config,
    to: &Path,
    force: bool,
    now: Timestamp,
    told: &mut dyn FnMut(u64, u64),
) -> Result<BackedUp, HostError> {
    let path = if to.is_dir() { to.join(name(now)) } else { to.to_owned() };
    if path.exists() && !force {
        return Err(HostError::Exists(path));
    }
    let data_dir = &config.server.data_dir;
    has_room(data_dir, &path)?;
    let partial = Partial::beside(&path)?;
    let point = claviger_sqlite::backup(data_dir, partial.path(), told).map_err(|error| match error {
        BackupError::Full => HostError::Full(path.clone()),
        BackupError::Store(source) => HostError::Store { path: data_dir.to_owned(), source },
    })?;
    let (sha256, bytes) = file::digest(partial.path())?;
    let made = BackedUp { path, bytes, sha256, at: now, point, witness: config.witness.shown() };
    let manifest = manifest_of(&made.path);
    file::write(&manifest, &format!("{:#}\n", made.manifest()))?;
    if let Err(error) = partial.name(&made.path, force) {
        let _ = std::fs::remove_file(manifest);
        return Err(error);
    }
    Ok(made)
}

fn name(now: Timestamp) -> String {
    let time: String = now.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    format!("claviger-{time}.backup")
}

fn has_room(data_dir: &Path, to: &Path) -> Result<(), HostError> {
    let database = data_dir.join("claviger.db");
    let size = std::fs::metadata(&database).map_err(failed(&database, "cannot be looked at"))?.len();
    let (needed, free) = (size.saturating_add(SPARE), file::free(folder_of(to))?);
    if free >= needed { Ok(()) } else { Err(HostError::NoRoom { path: to.to_owned(), needed, free }) }
}

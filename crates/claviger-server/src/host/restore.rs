//! A backup becomes a data directory, after everything in it was verified.
//!
//! # Order of writes
//! The copy is verified and taken in under `restoring/` inside the data directory; the last thing is
//! to move the database to its place. A process stopped before leaves only `restoring/`, which the
//! next restore throws away and no server opens.

use super::file::{self, failed, sync_folder};
use super::{HostError, act, manifest_of};
use crate::boot::{MASTER_KEY_FILE, master_key_opens};
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, Point, SqliteStore, Verified};
use serde_json::Value;
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

/// Where it is made ready.
const STAGE: &str = "restoring";
const DATABASE: &str = "claviger.db";
/// No manifest is longer.
const MAX_MANIFEST: u64 = 64 * 1024;

/// What was restored.
#[derive(Debug, Clone, Copy)]
pub struct Restored {
    /// The point it went back to.
    pub point: Point,
    /// Entries that were read and decoded.
    pub entries: u64,
    /// Keys on record; each is held until it is readmitted.
    pub keys: u64,
    /// Whether there was a manifest to compare it with.
    pub with_manifest: bool,
}

/// Restores `backup` into the empty folder `data_dir`. `master_key` is the file that opens it.
///
/// # Errors
/// [`HostError`]; the folder is then as it was.
pub fn restore(
    backup: &Path,
    data_dir: &Path,
    master_key: &Path,
    now: Timestamp,
) -> Result<Restored, HostError> {
    let with_manifest = matches_manifest(backup)?;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir)
        .map_err(failed(data_dir, "cannot be made"))?;
    let stage = data_dir.join(STAGE);
    must_be_empty(data_dir)?;
    let done = in_stage(backup, &stage, data_dir, master_key, now);
    if stage.exists() {
        fs::remove_dir_all(&stage).map_err(failed(&stage, "cannot be removed"))?;
    }
    let Verified { point, entries, keys } = done?;
    Ok(Restored { point, entries, keys, with_manifest })
}

fn in_stage(
    backup: &Path,
    stage: &Path,
    data_dir: &Path,
    master_key: &Path,
    now: Timestamp,
) -> Result<Verified, HostError> {
    let bad = |source| HostError::Store { path: backup.to_owned(), source };
    if stage.exists() {
        fs::remove_dir_all(stage).map_err(failed(stage, "cannot be removed"))?;
    }
    DirBuilder::new().mode(0o700).create(stage).map_err(failed(stage, "cannot be made"))?;
    let copy = stage.join(DATABASE);
    fs::copy(backup, &copy).map_err(failed(backup, "cannot be copied"))?;
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o600))
        .map_err(failed(&copy, "cannot be closed"))?;
    let verified = claviger_sqlite::verify(stage).map_err(bad)?;
    let entry = || act(AccountId::from_u64(0), Action::Restored, Target::Account, &words(&verified.point));
    claviger_sqlite::take_in(stage, verified.point, now, entry).map_err(bad)?;
    let store = SqliteStore::open_read_only(stage, Options::default()).map_err(bad)?;
    master_key_opens(master_key, &store, data_dir).map_err(HostError::MasterKey)?;
    drop(store);
    let synced = File::open(&copy).and_then(|file| file.sync_all());
    synced.map_err(failed(&copy, "cannot be synced"))?;
    let place = data_dir.join(DATABASE);
    fs::rename(&copy, &place).map_err(failed(&place, "cannot be put in place"))?;
    sync_folder(data_dir)?;
    Ok(verified)
}

fn words(point: &Point) -> String {
    let Point { log, epoch, next_sequence, latest, .. } = point;
    format!(
        "restored from a backup: log {}, epoch {epoch}, next sequence {next_sequence}, latest time {latest}; keys \
         held, tokens revoked",
        log.0
    )
}

/// Whether there is a manifest; an error if the file is not the one it describes.
fn matches_manifest(backup: &Path) -> Result<bool, HostError> {
    let path = manifest_of(backup);
    if !path.is_file() {
        return Ok(false);
    }
    let size = fs::metadata(&path).map_err(failed(&path, "cannot be read"))?.len();
    let text = if size <= MAX_MANIFEST { fs::read_to_string(&path).ok() } else { None };
    let manifest: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
    let wanted = manifest.as_ref().and_then(|manifest| manifest.get("sha256")?.as_str());
    let wanted = wanted.ok_or_else(|| HostError::Manifest(path.clone()))?;
    if file::digest(backup)?.0 == wanted { Ok(true) } else { Err(HostError::Digest(backup.to_owned())) }
}

fn must_be_empty(data_dir: &Path) -> Result<(), HostError> {
    let cannot = || failed(data_dir, "cannot be looked into");
    for found in fs::read_dir(data_dir).map_err(cannot())? {
        let name = found.map_err(cannot())?.file_name();
        if name != STAGE && name != MASTER_KEY_FILE {
            let found = name.to_string_lossy().into_owned();
            return Err(HostError::NotEmpty { path: data_dir.to_owned(), found });
        }
    }
    Ok(())
}

//! A file that is there as a whole or not at all.

use super::HostError;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Read at a time, in bytes.
const CHUNK: usize = 1 << 20;

/// A file on its way: removed again unless it gets its name.
pub(super) struct Partial {
    path: PathBuf,
    named: bool,
}

impl Partial {
    /// An empty file beside `target`, for its owner alone.
    pub(super) fn beside(target: &Path) -> Result<Self, HostError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.{}.partial", std::process::id()));
        let made = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path);
        made.map_err(failed(&path, "cannot be written"))?;
        Ok(Partial { path, named: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name, durably. An existing file is replaced only if `force`.
    pub(super) fn name(mut self, target: &Path, force: bool) -> Result<(), HostError> {
        let done = if force {
            fs::rename(&self.path, target)
        } else {
            fs::hard_link(&self.path, target).and_then(|()| fs::remove_file(&self.path))
        };
        done.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => HostError::Exists(target.to_owned()),
            _ => failed(target, "cannot be given its name")(error),
        })?;
        self.named = true;
        sync_folder(folder_of(target))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.named {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes a small text as a whole.
pub(super) fn write(target: &Path, text: &str) -> Result<(), HostError> {
    let partial = Partial::beside(target)?;
    let written = File::create(partial.path())
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(failed(target, "cannot be written"))?;
    partial.name(target, true)
}

/// The SHA-256 of a file, in hex, and its length.
pub(super) fn digest(path: &Path) -> Result<(String, u64), HostError> {
    let cannot = || failed(path, "cannot be read");
    let mut file = File::open(path).map_err(cannot())?;
    let (mut hash, mut bytes, mut chunk) = (Sha256::new(), 0u64, vec![0; CHUNK]);
    loop {
        let read = file.read(&mut chunk).map_err(cannot())?;
        let Some(part) = chunk.get(..read).filter(|part| !part.is_empty()) else { break };
        hash.update(part);
        bytes += part.len() as u64;
    }
    Ok((hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), bytes))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), HostError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed(folder, "cannot be synced"))
}

/// Bytes this process may still write beside `path`.
pub(super) fn free(folder: &Path) -> Result<u64, HostError> {
    let disk = rustix::fs::statvfs(folder);
    let disk = disk.map_err(|error| failed(folder, "cannot be looked at")(error.into()))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

pub(super) fn failed(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> HostError {
    let path = path.to_owned();
    move |source| HostError::File { path, what, source }
}

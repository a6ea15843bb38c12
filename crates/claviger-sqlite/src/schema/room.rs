//! Whether the disk has room for a migration, judged before it begins.

use super::steps::Step;
use crate::error::{Fault, Result};
use std::path::Path;

/// What any migration needs: a few pages in the write-ahead log and in the file, and enough for
/// the first calls after it, in bytes.
const LEAST: u64 = 4 << 20;
/// A step that writes everything anew needs it in the write-ahead log and in the file.
const COPIES: u64 = 2;

/// Refuses if the steps may not find the room they need, beside the file at `path`.
pub(super) fn judge(path: &Path, steps: &[&Step]) -> Result<()> {
    let cannot = |what: &str, error: std::io::Error| {
        Fault::Unavailable(format!("cannot see {what} {}: {error}", path.display()))
    };
    let size = std::fs::metadata(path).map_err(|error| cannot("how large is", error))?.len();
    enough(needed(size, steps), free(path).map_err(|error| cannot("the room beside", error))?)
}

/// Refuses if there is less than is needed, in bytes.
pub(super) fn enough(needed: u64, free: u64) -> Result<()> {
    if free >= needed {
        return Ok(());
    }
    Err(Fault::Unavailable(format!(
        "bringing its tables up to date needs {needed} bytes of free disk and there are {free}; nothing was \
         changed: make room and start again"
    )))
}

/// Bytes of free disk the steps need on a file of `size` bytes.
pub(super) fn needed(size: u64, steps: &[&Step]) -> u64 {
    let rewritten = if steps.iter().any(|step| step.rewrites) { size.saturating_mul(COPIES) } else { 0 };
    rewritten.saturating_add(LEAST)
}

/// Bytes that this process may still write to the file system of `path`.
fn free(path: &Path) -> std::io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

//! Room on the disk.

use super::Finding;
use crate::config::Config;
use crate::host::file;

/// Below this the store may fail at any moment, in bytes.
const LEAST: u64 = 64 << 20;
/// What the write-ahead log may take besides the quota, in bytes.
const LOG: u64 = 256 << 20;

pub(super) fn room(config: &Config, found: &mut Vec<Finding>) {
    let dir = &config.server.data_dir;
    let Ok(free) = file::free(dir) else { return };
    let used = ["claviger.db", "claviger.db-wal"].iter();
    let used: u64 =
        used.filter_map(|name| std::fs::metadata(dir.join(name)).ok()).map(|meta| meta.len()).sum();
    let quota = config.retention.max_bytes;
    let wanted = quota.map(|quota| quota.saturating_sub(used).saturating_add(LOG));
    let mib = |bytes: u64| format!("{} MiB", bytes >> 20);
    found.push(match wanted {
        _ if free < LEAST => Finding::bad(
            "disk",
            format!("{} are free beside the data", mib(free)),
            "a full disk stops every call, since nothing is done that cannot be recorded",
            "make room, or lower retention.max_bytes",
        ),
        Some(wanted) if free < wanted => Finding::warning(
            "disk",
            format!(
                "{} are free, and the log may grow by {} before retention.max_bytes stops it",
                mib(free),
                mib(wanted)
            ),
            "the disk is full before the quota is reached, and a full disk stops every call",
            "make room, or lower retention.max_bytes",
        ),
        None => Finding::warning(
            "disk",
            format!("{} are free, and there is no quota", mib(free)),
            "the log grows until the disk is full, and a full disk stops every call",
            "set retention.max_bytes",
        ),
        Some(_) => Finding::good("disk", format!("{} are free, enough for the quota", mib(free))),
    });
}

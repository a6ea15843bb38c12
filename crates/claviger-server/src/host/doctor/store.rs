//! The database, its master key, and what is on record.

use super::Finding;
use crate::boot::master_key_opens;
use crate::config::Config;
use claviger_core::store::{Store as _, StoreError};
use claviger_core::time::{MICROS_PER_SEC, Timestamp};
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;

/// The log may be ahead of the clock by what two clocks may differ, in microseconds.
const AHEAD: i64 = 2 * MICROS_PER_SEC;

pub(super) fn look(config: &Config, now: Timestamp, found: &mut Vec<Finding>) {
    let dir = &config.server.data_dir;
    if !dir.join("claviger.db").is_file() {
        found.push(Finding::warning(
            "database",
            format!("{}: there is no database", dir.display()),
            "a server that starts here begins with nothing",
            "start the server to begin, restore a backup, or name the right folder in server.data_dir",
        ));
        return;
    }
    let opened = SqliteStore::open_read_only(dir, Options::default());
    let judged = opened.and_then(|store| read(&store, dir, now, found).map(|()| store));
    match judged {
        Ok(store) => found.push(master_key(config, &store)),
        Err(error) => found.push(failed(dir, &error)),
    }
}

fn failed(dir: &Path, error: &StoreError) -> Finding {
    let what = format!("{}: {error}", dir.display());
    let why = "the server does not start on it";
    let remedy = match error {
        StoreError::Corrupt(_) => {
            "keep a copy of the folder, then restore the latest backup into an empty one (`claviger restore`)"
        }
        StoreError::Foreign(_) => {
            "use the release that made it, or the newer one; if it is another program's, name the right folder in \
             server.data_dir"
        }
        StoreError::Unavailable(_) | StoreError::InUse => "look at the disk and at the modes of the files",
    };
    Finding::bad("database", what, why, remedy)
}

fn read(store: &SqliteStore, dir: &Path, now: Timestamp, found: &mut Vec<Finding>) -> Result<(), StoreError> {
    let stats = store.stats()?;
    let point = store.point()?;
    found.push(Finding::good(
        "database",
        format!(
            "tables of version {}, {} keys, entries {} to {}, {} MiB",
            point.schema,
            stats.keys,
            stats.oldest_sequence,
            stats.next_sequence,
            stats.bytes >> 20
        ),
    ));
    found.push(latest(dir, point.latest, now));
    let held = store.held()?;
    found.push(if held == 0 {
        Finding::good("held-keys", "no key is held")
    } else {
        Finding::warning(
            "held-keys",
            format!("{held} keys are held since the store was restored"),
            "they refuse every call until they are readmitted",
            "revoke what was taken back since the backup, then `claviger keys readmit --all`",
        )
    });
    Ok(())
}

fn latest(dir: &Path, latest: Timestamp, now: Timestamp) -> Finding {
    if latest.since(now) <= AHEAD {
        return Finding::good("log-time", format!("the latest time in the log is {latest}"));
    }
    Finding::bad(
        "log-time",
        format!("the latest time in the log is {latest}, ahead of this machine's clock, which says {now}"),
        "a clock ran ahead or is slow now; time in the log never falls, so keys with an expiry look expired",
        format!(
            "put the clock right (`timedatectl`); if it is right, stop the server and run: claviger recover clock \
             --data-dir {}",
            dir.display()
        ),
    )
}

fn master_key(config: &Config, store: &SqliteStore) -> Finding {
    let path = config.master_key_file();
    match master_key_opens(&path, store, &config.server.data_dir) {
        Ok(()) => Finding::good("master-key", format!("{} opens the data keys", path.display())),
        Err(error) => Finding::bad(
            "master-key",
            chain(&error),
            "without the master key no private key in the database can be opened, and the server does not start",
            format!(
                "put the right file back as {}, for its owner alone (chmod 600 {}); the copy that was kept apart \
                 from the backups is the one",
                path.display(),
                path.display()
            ),
        ),
    }
}

/// An error with what it was caused by.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |words, cause| format!("{words}: {cause}"))
}

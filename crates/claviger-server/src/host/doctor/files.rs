//! The data directory and what is in it.

use super::Finding;
use crate::config::Config;
use std::fs::{self, File, TryLockError};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// What a start, a backup or a restore leaves when it is interrupted.
const LEFT: [&str; 2] = ["restoring", "claviger.db-journal"];

/// Whether there is a directory to look into.
pub(super) fn directory(dir: &Path, found: &mut Vec<Finding>) -> bool {
    let shown = dir.display();
    let finding = match fs::metadata(dir) {
        Err(error) => Finding::bad(
            "data-dir",
            format!("{shown}: {error}"),
            "there is no data to serve; a server that starts here begins with nothing",
            "name the right folder in server.data_dir, or start the server, which makes it",
        ),
        Ok(meta) if !meta.is_dir() => Finding::bad(
            "data-dir",
            format!("{shown} is no folder"),
            "the server cannot keep its data there",
            "name the right folder in server.data_dir",
        ),
        Ok(meta) if meta.uid() != rustix::process::getuid().as_raw() => Finding::bad(
            "data-dir",
            format!("{shown} belongs to user {}", meta.uid()),
            "whoever owns it can read and replace everything in it",
            format!("run this as the user of the server, or: chown -R the server's user {shown}"),
        ),
        Ok(meta) if meta.mode() & 0o077 != 0 => Finding::bad(
            "data-dir",
            format!("{shown} has mode {:04o}", meta.mode() & 0o777),
            "others on this machine can look at the data, or replace it",
            format!("chmod 700 {shown}"),
        ),
        Ok(_) => Finding::good("data-dir", format!("{shown} is there, for its owner alone")),
    };
    found.push(finding);
    dir.is_dir()
}

/// Files that others may read. The master key file is judged with the key.
pub(super) fn modes(dir: &Path, found: &mut Vec<Finding>) {
    let before = found.len();
    // Where others cannot enter the folder, the modes within it protect copies of it.
    for name in ["claviger.db", "claviger.db-wal", "claviger.db-shm"] {
        let path = dir.join(name);
        let Ok(meta) = fs::symlink_metadata(&path) else { continue };
        let open = fs::metadata(dir).is_ok_and(|folder| folder.mode() & 0o011 != 0);
        if meta.mode() & 0o022 != 0 || (open && meta.mode() & 0o044 != 0) {
            found.push(Finding::bad(
                "file-modes",
                format!("{} has mode {:04o}", path.display(), meta.mode() & 0o777),
                "others on this machine can read or change the database",
                format!("chmod 600 {}", path.display()),
            ));
        }
    }
    if found.len() == before {
        found.push(Finding::good("file-modes", "no file of the database lies open"));
    }
}

/// What something interrupted has left.
pub(super) fn leftovers(dir: &Path, found: &mut Vec<Finding>) {
    let names = fs::read_dir(dir).into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let left: Vec<String> = names.filter(|name| is_left_over(name)).collect();
    found.push(if left.is_empty() {
        Finding::good("leftovers", "nothing interrupted has left anything behind")
    } else {
        Finding::warning(
            "leftovers",
            format!("{}: {} is there", dir.display(), left.join(", ")),
            "a restore, a backup or a start was interrupted, and takes room for nothing",
            "see that no restore or backup is running, then remove what is named; claviger.db-journal is taken \
             back by the next start, so leave that to it",
        )
    });
}

fn is_left_over(name: &str) -> bool {
    LEFT.contains(&name)
        || name.ends_with(".partial")
        || name.ends_with(".tmp")
        || name.starts_with(".doctor-")
}

/// Whether a process has it.
pub(super) fn served(dir: &Path, found: &mut Vec<Finding>) -> bool {
    let Ok(file) = File::open(dir.join("lock")) else {
        found.push(Finding::good("process", "no server was ever started on it"));
        return false;
    };
    let held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    let what = if held { "a process serves it" } else { "no process serves it" };
    found.push(Finding::good("process", what));
    held
}

/// Whether the server could listen where it is told to.
pub(super) fn address(config: &Config, found: &mut Vec<Finding>) {
    let address = config.server.bind;
    found.push(match TcpListener::bind(address) {
        Ok(_) => Finding::good("address", format!("{address} is free")),
        Err(error) => Finding::bad(
            "address",
            format!("{address}: {error}"),
            "the server cannot listen there",
            "stop what listens there (`ss -ltnp` names it), or choose another server.bind",
        ),
    });
}

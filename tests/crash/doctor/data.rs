//! The data directory, the database, the master key.

use super::host::{Host, mode};
use super::{Break, Mend, SetUp};
use std::fs;

pub(super) const SET_UPS: [SetUp; 13] = [
    SetUp {
        name: "the folder lies open",
        check: "data-dir",
        grade: "bad",
        remedy: "chmod 700",
        break_it: Break::Anywhere(|host| mode(&host.data, 0o755)),
        mend: Mend::AsSaid,
    },
    SetUp {
        name: "the folder is another",
        check: "data-dir",
        grade: "bad",
        remedy: "name the right folder",
        break_it: Break::Anywhere(|host| host.data = host.data.with_file_name("dat")),
        mend: Mend::ByHand(|host| host.data = host.data.with_file_name("data")),
    },
    SetUp {
        name: "others can change the database",
        check: "file-modes",
        grade: "bad",
        remedy: "chmod 600",
        break_it: Break::Anywhere(|host| mode(&host.data.join("claviger.db"), 0o666)),
        mend: Mend::AsSaid,
    },
    SetUp {
        name: "the database is gone",
        check: "database",
        grade: "warning",
        remedy: "restore a backup",
        break_it: Break::Anywhere(|host| fs::remove_file(host.database()).unwrap()),
        mend: Mend::ByHand(restore),
    },
    SetUp {
        name: "the database is damaged",
        check: "database",
        grade: "bad",
        remedy: "restore the latest backup",
        break_it: Break::Anywhere(|host| {
            let (path, bytes) = sound(host);
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap()
        }),
        mend: Mend::ByHand(restore),
    },
    SetUp {
        name: "the database is of a newer release",
        check: "database",
        grade: "bad",
        remedy: "use the release that made it, or the newer one",
        break_it: Break::Anywhere(|host| overwrite(host, 60, &99_u32.to_be_bytes())),
        mend: Mend::ByHand(restore),
    },
    SetUp {
        name: "the database is of another program",
        check: "database",
        grade: "bad",
        remedy: "name the right folder",
        break_it: Break::Anywhere(|host| overwrite(host, 68, b"abcd")),
        mend: Mend::ByHand(restore),
    },
    SetUp {
        name: "keys are held since a restore",
        check: "held-keys",
        grade: "warning",
        remedy: "claviger keys readmit",
        break_it: Break::Anywhere(|host| host.restore()),
        mend: Mend::ByHand(|host| host.readmit()),
    },
    SetUp {
        name: "the master key is missing",
        check: "master-key",
        grade: "bad",
        remedy: "put the right file back",
        break_it: Break::Anywhere(|host| fs::remove_file(host.data.join("master.key")).unwrap()),
        mend: Mend::ByHand(|host| host.put_back()),
    },
    SetUp {
        name: "the master key lies open",
        check: "master-key",
        grade: "bad",
        remedy: "chmod 600",
        break_it: Break::Anywhere(|host| mode(&host.data.join("master.key"), 0o644)),
        mend: Mend::AsSaid,
    },
    SetUp {
        name: "the master key is another",
        check: "master-key",
        grade: "bad",
        remedy: "put the right file back",
        break_it: Break::Anywhere(|host| {
            let other = Host::new();
            fs::copy(other.data.join("master.key"), host.data.join("master.key")).unwrap();
        }),
        mend: Mend::ByHand(|host| host.put_back()),
    },
    SetUp {
        name: "a restore was interrupted",
        check: "leftovers",
        grade: "warning",
        remedy: "remove what is named",
        break_it: Break::Anywhere(|host| fs::create_dir(host.data.join("restoring")).unwrap()),
        mend: Mend::ByHand(|host| fs::remove_dir_all(host.data.join("restoring")).unwrap()),
    },
    SetUp {
        name: "a backup was interrupted",
        check: "leftovers",
        grade: "warning",
        remedy: "remove what is named",
        break_it: Break::Anywhere(|host| {
            fs::write(host.data.join(".today.backup.7.partial"), "half").unwrap()
        }),
        mend: Mend::ByHand(|host| fs::remove_file(host.data.join(".today.backup.7.partial")).unwrap()),
    },
];

/// The backup in the place of what is broken, and its keys admitted again.
fn restore(host: &mut Host) {
    host.restore();
    host.readmit();
}

fn sound(host: &Host) -> (std::path::PathBuf, Vec<u8>) {
    let path = host.database();
    let bytes = fs::read(&path).unwrap();
    (path, bytes)
}

/// Bytes at an offset of the database's header.
fn overwrite(host: &mut Host, at: usize, with: &[u8]) {
    let (path, mut bytes) = sound(host);
    bytes[at..at + with.len()].copy_from_slice(with);
    fs::write(path, bytes).unwrap()
}

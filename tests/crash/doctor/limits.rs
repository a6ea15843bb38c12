//! Room, time, settings, the address.

use super::host::Host;
use super::{Break, Mend, SetUp};
use crate::disk::Disk;
use rustix::fs::{FallocateFlags, fallocate, statvfs};
use std::fs;
use std::net::TcpListener;

/// More than any disk has.
const QUOTA: &str = "retention.max_bytes=1000000000000000";
/// Of the disk that is filled: more than the quota of the tests and a write-ahead log, in megabytes.
const DISK: u32 = 700;
/// What is left of it, in bytes.
const LEFT: u64 = 32 << 20;

pub(super) const SET_UPS: [SetUp; 6] = [
    SetUp {
        name: "the quota is larger than the disk",
        check: "disk",
        grade: "warning",
        remedy: "lower retention.max_bytes",
        break_it: Break::Anywhere(|host| host.settings.push(QUOTA.to_owned())),
        mend: Mend::ByHand(take_back),
    },
    SetUp {
        name: "the disk is nearly full",
        check: "disk",
        grade: "bad",
        remedy: "make room",
        break_it: Break::IfPossible(nearly_full),
        mend: Mend::ByHand(|host| fs::remove_file(host.data.with_file_name("ballast")).unwrap()),
    },
    SetUp {
        name: "the clock is behind the log",
        check: "log-time",
        grade: "bad",
        remedy: "claviger recover clock",
        break_it: Break::Anywhere(ahead),
        mend: Mend::AsSaid,
    },
    SetUp {
        name: "a setting is unknown",
        check: "settings",
        grade: "bad",
        remedy: "correct what is named",
        break_it: Break::Anywhere(|host| host.settings.push("server.bnd=127.0.0.1:8480".to_owned())),
        mend: Mend::ByHand(take_back),
    },
    SetUp {
        name: "settings contradict each other",
        check: "settings",
        grade: "bad",
        remedy: "correct what is named",
        break_it: Break::Anywhere(|host| {
            host.settings.push("tls.certificate=/etc/claviger/tls/chain.pem".to_owned())
        }),
        mend: Mend::ByHand(take_back),
    },
    SetUp {
        name: "the address is in use",
        check: "address",
        grade: "bad",
        remedy: "choose another server.bind",
        break_it: Break::Anywhere(|host| {
            let other = TcpListener::bind("127.0.0.1:0").unwrap();
            host.bind = other.local_addr().unwrap().to_string();
            host.other = Some(other)
        }),
        mend: Mend::ByHand(|host| host.other = None),
    },
];

/// The setting that was added last is no longer there.
fn take_back(host: &mut Host) {
    host.settings.pop();
}

/// A disk of its own for the data, with hardly any room left.
fn nearly_full(host: &mut Host) -> Result<(), String> {
    let disk = Disk::new(DISK)?;
    host.data = disk.path().join("data");
    host.disk = Some(disk);
    host.fill();
    // No witness is set on this host, which is said of every one of them.
    let mut found = host.not_good();
    found.retain(|check| check != "witness");
    assert_eq!(found, Vec::<String>::new(), "while there is room");
    let room = statvfs(&host.data).unwrap();
    let ballast = fs::File::create(host.data.with_file_name("ballast")).unwrap();
    let length = room.f_bavail * room.f_frsize - LEFT;
    fallocate(&ballast, FallocateFlags::empty(), 0, length).map_err(|error| error.to_string())
}

/// A year was committed that has not come.
fn ahead(host: &mut Host) {
    let database = rusqlite::Connection::open(host.database()).unwrap();
    database.execute("UPDATE lanes SET latest = latest + 31536000000000", []).unwrap();
}

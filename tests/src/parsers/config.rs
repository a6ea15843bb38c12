//! The configuration file.

use claviger_server::config::{Config, Inputs};
use rustix::fs::{MemfdFlags, memfd_create};
use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::os::fd::AsRawFd as _;
use std::path::PathBuf;

pub(super) fn config(bytes: &[u8]) {
    // A file that is nowhere but in memory, and has a path all the same.
    let mut file = File::from(memfd_create("config", MemfdFlags::CLOEXEC).expect("a file in memory"));
    file.write_all(bytes).and_then(|()| file.rewind()).expect("a file in memory can be written");
    let path = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
    match Config::load(&Inputs { file: Some(path), ..Inputs::default() }) {
        Ok(loaded) => drop(loaded.report()),
        Err(errors) => assert!(!errors.to_string().is_empty(), "an error says something"),
    }
}

//! Reads the two files. Links are followed, since tools that renew certificates exchange links; what they lead to is
//! what is judged.

use super::TlsError;
use rustix::fs::OFlags;
use std::fs::{File, Metadata, OpenOptions};
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use zeroize::Zeroizing;

/// Longer than any chain, or key, with its comments.
const MAX_BYTES: usize = 256 * 1024;
const ROOT: u32 = 0;

/// The bytes of the chain's file.
pub(super) fn chain(path: &Path) -> Result<Vec<u8>, TlsError> {
    let (file, _) = open(path)?;
    let mut bytes = Vec::new();
    whole(path, file, &mut bytes).map(|()| bytes)
}

/// The bytes of the key's file, which nobody else may be able to read or write.
pub(super) fn key(path: &Path) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    let (file, found) = open(path)?;
    let path_of = || path.to_owned();
    let (us, owner, mode) = (rustix::process::geteuid().as_raw(), found.uid(), found.mode() & 0o7777);
    if owner != us && owner != ROOT {
        return Err(TlsError::Owner { path: path_of(), owner, us });
    }
    if mode & 0o077 != 0 {
        return Err(TlsError::Mode { path: path_of(), mode });
    }
    // Made large enough at once: growing would leave a copy of the key behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES + 1));
    whole(path, file, &mut bytes).map(|()| bytes)
}

/// Does not wait for a pipe.
fn open(path: &Path) -> Result<(File, Metadata), TlsError> {
    let cannot = |source| TlsError::Unreadable { path: path.to_owned(), source };
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(cannot)?;
    // Asked of the opened file, so that it is the one that is read.
    let found = file.metadata().map_err(cannot)?;
    if found.is_file() { Ok((file, found)) } else { Err(TlsError::NotRegular { path: path.to_owned() }) }
}

fn whole(path: &Path, file: File, into: &mut Vec<u8>) -> Result<(), TlsError> {
    let cannot = |source| TlsError::Unreadable { path: path.to_owned(), source };
    file.take(MAX_BYTES as u64 + 1).read_to_end(into).map_err(cannot)?;
    if into.len() > MAX_BYTES { Err(TlsError::TooLarge { path: path.to_owned() }) } else { Ok(()) }
}

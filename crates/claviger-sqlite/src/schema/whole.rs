//! A file that ends inside a page.

use super::file::number;
use crate::connect::WAL;
use crate::error::{Fault, Result};
use rusqlite::Connection;
use std::path::Path;

/// Refuses a file that ends inside a page. SQLite rounds the length up and reads what is missing as
/// zeros, which may be told from what was written only by what it makes of an entry or a nonce.
///
/// Asked when no write-ahead log is left to copy into the file.
pub(crate) fn whole(conn: &Connection, path: &Path) -> Result<()> {
    let page = u64::from(number(conn, "page_size")?.max(1).unsigned_abs());
    let length = path.metadata().map_err(|error| {
        Fault::Unavailable(format!("the length of {} cannot be read: {error}", path.display()))
    })?;
    match length.len() % page {
        0 => Ok(()),
        rest => Err(Fault::Corrupt(format!(
            "the file was cut: {} bytes of its last page are missing",
            page - rest
        ))),
    }
}

/// Like [`whole`], unless there is a write-ahead log: a process killed while it made the file longer
/// is an ordinary thing then, and the log has the page.
pub(crate) fn whole_or_logged(conn: &Connection, path: &Path) -> Result<()> {
    let logged = path.with_file_name(WAL).metadata().is_ok_and(|log| log.len() > 0);
    if logged { Ok(()) } else { whole(conn, path) }
}

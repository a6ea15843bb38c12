//! A file that ends inside a page.

use super::file::number;
use crate::connect::WAL;
use crate::error::{Fault, Result};
use rusqlite::Connection;
use std::path::Path;

/// Refuses a file that ends inside a page, if no write-ahead log is left to copy into it. SQLite rounds the
/// length up and reads what is missing as zeros, which may be told from what was written only by what it
/// makes of an entry or a nonce. Beside a log it is an ordinary thing: a process was killed while it made
/// the file longer, and the log has the page.
pub(crate) fn whole(conn: &Connection, path: &Path) -> Result<()> {
    if path.with_file_name(WAL).metadata().is_ok_and(|log| log.len() > 0) {
        return Ok(());
    }
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

//! Whether the files changed: looked at from outside, without reading them.

use super::Files;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// What the system says of both files, behind links. Equal as long as neither was written or exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen([Option<File>; 2]);

/// Device, number, length, time of the last change of content and of the file itself.
type File = [i64; 7];

impl Seen {
    pub(super) fn of(files: &Files) -> Self {
        Seen([file(&files.certificate), file(&files.key)])
    }
}

/// None if it is not there.
fn file(path: &Path) -> Option<File> {
    let found = std::fs::metadata(path).ok()?;
    Some([
        found.dev().cast_signed(),
        found.ino().cast_signed(),
        found.size().cast_signed(),
        found.mtime(),
        found.mtime_nsec(),
        found.ctime(),
        found.ctime_nsec(),
    ])
}

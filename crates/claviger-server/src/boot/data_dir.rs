//! The data directory: for its owner alone.

use super::BootError;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::Path;

/// Makes it, with what is above it, if it is not there.
pub(super) fn prepare(path: &Path) -> Result<(), BootError> {
    let failed = |source| BootError::DataDir { path: path.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
    let mode = fs::metadata(path).map_err(failed)?.mode() & 0o777;
    if mode & 0o077 != 0 {
        tracing::warn!(
            path = %path.display(),
            mode = format!("{mode:04o}"),
            "others can look into the data directory; run `chmod 700` on it"
        );
    }
    Ok(())
}

//! Files that hold secrets: read only if nobody else can, written so that nobody else ever could.

use crate::failure::Failure;
use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

/// No file that is read here is larger.
const MAX_FILE: u64 = 64 * 1024;

/// A secret that stands alone in a file, without the space around it.
pub(crate) fn read_secret_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = read_private(path)?;
    let secret = Zeroizing::new(text.trim().to_owned());
    if secret.is_empty() {
        return Err(Failure::usage(format!("{} is empty", path.display())));
    }
    Ok(secret)
}

/// The text of a file that only its owner may read.
pub(crate) fn read_private(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let cannot = |error: std::io::Error| Failure::usage(format!("cannot read {}: {error}", path.display()));
    let file = fs::File::open(path).map_err(cannot)?;
    // The mode is asked of the opened file, so that it is the one that is read.
    let mode = file.metadata().map_err(cannot)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Failure::usage(format!(
            "{} can be read by others (mode {:03o})",
            path.display(),
            mode & 0o777
        ))
        .next(format!(
            "make it yours alone: chmod 600 {}; if it lay open for long, replace what is in it",
            path.display()
        )));
    }
    let mut text = Zeroizing::new(String::with_capacity(4096));
    file.take(MAX_FILE).read_to_string(&mut text).map_err(cannot)?;
    Ok(text)
}

/// Writes a new file of mode 0600 as a whole or not at all; refuses to replace one.
pub(crate) fn write_new_private(path: &Path, text: &str) -> Result<(), Failure> {
    NewFile::reserve(path)?.write(text)
}

/// A place for a secret that is still to come: whatever can be wrong with it is found out before
/// there is a secret to lose.
pub(crate) struct NewFile {
    file: NamedTempFile,
    path: PathBuf,
}

impl NewFile {
    /// Makes sure that a file can be written there, and that there is none yet.
    pub(crate) fn reserve(path: &Path) -> Result<Self, Failure> {
        if path.exists() {
            return Err(there_already(path));
        }
        let folder = folder_of(path);
        make_private_folder(folder).map_err(|error| cannot_write(path, &error))?;
        let mut builder = tempfile::Builder::new();
        let file = builder.permissions(fs::Permissions::from_mode(0o600)).tempfile_in(folder);
        Ok(NewFile { file: file.map_err(|error| cannot_write(path, &error))?, path: path.to_owned() })
    }

    /// Where it will be.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes it: whole and synced, then under its name.
    pub(crate) fn write(self, text: &str) -> Result<(), Failure> {
        let NewFile { mut file, path } = self;
        let cannot = |error: std::io::Error| cannot_write(&path, &error);
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(cannot)?;
        match file.persist_noclobber(&path) {
            Ok(_) => fs::File::open(folder_of(&path)).and_then(|folder| folder.sync_all()).map_err(cannot),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(there_already(&path)),
            Err(error) => Err(cannot(error.error)),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn there_already(path: &Path) -> Failure {
    Failure::usage(format!("{} is there already", path.display()))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!("cannot write {}: {error}", path.display()))
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_private_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/er/file");
        write_new_private(&path, "one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read_private(&path).unwrap().as_str(), "one");
        assert!(write_new_private(&path, "two").unwrap_err().to_string().contains("already"));
        assert_eq!(read_private(&path).unwrap().as_str(), "one");
    }

    #[test]
    fn missing_and_empty_files_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        assert!(read_secret_file(&path).unwrap_err().to_string().contains("cannot read"));
        write_new_private(&path, " \n").unwrap();
        assert!(read_secret_file(&path).unwrap_err().to_string().contains("empty"));
    }
}

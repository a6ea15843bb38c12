//! Replaces the master key, in two phases around the re-wrapping of the database.

use super::write::{beside, link, remove_if_there, replace, write_fresh};
use super::{FileError, read};
use crate::master::{MasterKey, MasterKeyId};
use std::path::Path;

/// The key of the file and, while a rotation is not finished, the one before it.
#[derive(Debug)]
pub struct MasterKeys {
    /// The key of the file.
    pub current: MasterKey,
    /// The key of `FILE.previous`: the database may still be wrapped by it.
    pub previous: Option<MasterKey>,
}

impl MasterKeys {
    /// Reads both files as strictly as [`read`].
    ///
    /// # Errors
    /// As [`read`], except that `FILE.previous` need not be there.
    pub fn load(path: &Path) -> Result<Self, FileError> {
        let current = read(path)?;
        let previous = match read(&beside(path, ".previous")) {
            Ok(key) if key.id() == current.id() => None,
            Ok(key) => Some(key),
            Err(error) if error.is_missing() => None,
            Err(error) => return Err(error),
        };
        Ok(Self { current, previous })
    }

    /// Every key, the current one first: for [`crate::Keyring::unwrap_with`].
    #[must_use]
    pub fn all(&self) -> Vec<&MasterKey> {
        [Some(&self.current), self.previous.as_ref()].into_iter().flatten().collect()
    }

    /// The key of that name.
    #[must_use]
    pub fn named(&self, id: MasterKeyId) -> Option<&MasterKey> {
        self.all().into_iter().find(|key| key.id() == id)
    }
}

/// One durable write of a rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Write {
    Next,
    Previous,
    Replace,
}

/// First phase: puts the new key into the file and keeps the old one beside it.
///
/// Order of writes, each durable before the next (`O` the old key, `N` the new one):
///
/// | | write | stopped after it: `FILE` | `FILE.previous` | database wrapped by | opened by |
/// |---|---|---|---|---|---|
/// | 0 | – | `O` | – | `O` | current |
/// | 1 | `FILE.next` := `N` | `O` | – | `O` | current |
/// | 2 | `FILE.previous` := `O` | `O` | `O` | `O` | current |
/// | 3 | `FILE` := `FILE.next` | `N` | `O` | `O` | previous |
/// | 4 | the caller commits the data keys wrapped by `N` | `N` | `O` | `N` | current |
/// | 5 | [`finish_rotation`] removes `FILE.previous` | `N` | – | `N` | current |
///
/// So [`MasterKeys::load`] has the key the database needs at every instant. After a stop at 3 the rotation goes on
/// with 4, after a stop at 4 with 5; after one at 1 or 2 it begins again, the leftovers are cleared away.
///
/// # Errors
/// [`FileError::Unfinished`] if a rotation stopped at 3 or 4 was not finished; as [`read`] for the present file;
/// [`FileError::Io`].
pub fn begin_rotation(path: &Path, new: &MasterKey) -> Result<(), FileError> {
    begin(path, new, &mut |_| Ok(()))
}

/// As [`begin_rotation`]; `after` is called after each write, and stops the rotation there if it fails.
fn begin(
    path: &Path,
    new: &MasterKey,
    after: &mut dyn FnMut(Write) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let (next, previous) = (beside(path, ".next"), beside(path, ".previous"));
    if MasterKeys::load(path)?.previous.is_some() {
        return Err(FileError::Unfinished { path: previous });
    }
    // What is left there is the key of the file itself, from a rotation that stopped after its second write.
    remove_if_there(&previous)?;
    write_fresh(&next, new)?;
    after(Write::Next)?;
    link(path, &previous)?;
    after(Write::Previous)?;
    replace(&next, path)?;
    after(Write::Replace)
}

/// Second phase: removes the old key. Only to be called when the database is wrapped by the new key and that is
/// durable; calling it again does no harm.
///
/// # Errors
/// [`FileError::Io`]; the old key may then still be there.
pub fn finish_rotation(path: &Path) -> Result<(), FileError> {
    remove_if_there(&beside(path, ".previous"))
}

#[cfg(test)]
mod tests;

//! Where profiles lie: `$XDG_CONFIG_HOME/claviger/profiles/NAME.toml`.

use super::file::Profile;
use crate::failure::{Failure, Status};
use crate::files;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads one profile, still sealed.
pub(super) fn read(name: &str) -> Result<Profile, Failure> {
    let path = path(name)?;
    must_exist(name)?;
    Profile::from_text(&files::read_private(&path)?)
}

/// Writes a new profile.
pub(super) fn write(name: &str, profile: &Profile) -> Result<PathBuf, Failure> {
    let path = path(name)?;
    files::write_new_private(&path, &profile.to_text()?)?;
    Ok(path)
}

/// Deletes a profile.
pub(super) fn remove(name: &str) -> Result<(), Failure> {
    let path = path(name)?;
    match fs::remove_file(&path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(no_such(name)),
        Err(error) => Err(Failure::failed(format!("cannot delete {}: {error}", path.display()))),
    }
}

/// Refuses a name that no profile has.
pub(super) fn must_exist(name: &str) -> Result<(), Failure> {
    if exists(name)? { Ok(()) } else { Err(no_such(name)) }
}

/// Whether there is a profile of this name.
pub(super) fn exists(name: &str) -> Result<bool, Failure> {
    Ok(path(name)?.exists())
}

/// The names of all profiles, sorted.
pub(super) fn names() -> Result<Vec<String>, Failure> {
    let folder = folder()?;
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::failed(format!("cannot read {}: {error}", folder.display()))),
    };
    let name_of = |path: &Path| path.file_name()?.to_str()?.strip_suffix(".toml").map(str::to_owned);
    let mut names: Vec<_> = entries.filter_map(|entry| name_of(&entry.ok()?.path())).collect();
    names.retain(|name| is_name(name));
    names.sort();
    Ok(names)
}

fn path(name: &str) -> Result<PathBuf, Failure> {
    if !is_name(name) {
        return Err(Failure::usage(
            "a profile's name has 1 to 64 letters, digits, `-`, `_` and `.`, and begins with a letter or digit",
        ));
    }
    Ok(folder()?.join(format!("{name}.toml")))
}

fn folder() -> Result<PathBuf, Failure> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let config = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")));
    let config =
        config.ok_or_else(|| Failure::usage("neither XDG_CONFIG_HOME nor HOME says where profiles lie"))?;
    Ok(config.join("claviger").join("profiles"))
}

fn is_name(name: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=64).contains(&name.len())
        && name.bytes().all(fine)
        && name.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
}

fn no_such(name: &str) -> Failure {
    Failure::new(Status::NotFoundOrConflict, format!("no profile `{}`", crate::output::harmless(name)))
        .next("`claviger profile list` shows them, `claviger profile add` makes one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_the_folder() {
        for good in ["a", "bot-1", "A.b_c", &"x".repeat(64)] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", ".", "..", "../x", "a/b", ".hidden", "-x", "a b", "é", &"x".repeat(65)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}

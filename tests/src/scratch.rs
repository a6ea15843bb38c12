//! Folders under the build's target folder: on a real disk, unlike most temporary folders.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A folder of its own, removed when dropped; kept if the thread panics, for whoever looks at it.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new, empty folder.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let number = NUMBER.fetch_add(1, Relaxed);
        let path = target().join("tmp").join(format!("{name}-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Scratch(path)
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path of something inside.
    #[must_use]
    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// The build's target folder: the running program lies in it.
#[must_use]
pub fn target() -> PathBuf {
    let program = std::env::current_exe().expect("the running program has a path");
    let is_target = |path: &&Path| path.join("CACHEDIR.TAG").exists() || path.ends_with("target");
    program.ancestors().find(is_target).expect("tests run from a target folder").to_owned()
}

//! A copy of the working tree, to take guards out of.

use claviger_tests::teeth::{Tooth, root};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The copy. Files that are as they were keep their times, so that only what changed is built again.
pub(crate) struct Copy {
    tree: PathBuf,
    build: PathBuf,
    log: PathBuf,
}

impl Copy {
    /// Of everything that is or could be checked in, under `folder`.
    pub(crate) fn of_the_tree(folder: &Path) -> Self {
        let (tree, build) = (folder.join("tree"), folder.join("build"));
        fs::create_dir_all(&tree).unwrap();
        let paths = paths();
        for path in &paths {
            let bytes = fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            let to = tree.join(path);
            if fs::read(&to).ok().as_ref() != Some(&bytes) {
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::write(&to, bytes).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
            }
        }
        sweep(&tree, &tree, &paths);
        Copy { tree, build, log: folder.join("last.log") }
    }

    pub(crate) fn tree(&self) -> &Path {
        &self.tree
    }

    pub(crate) fn build(&self) -> &Path {
        &self.build
    }

    /// Where a command's output goes.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    /// Takes a guard out, for as long as what this gives lives.
    pub(crate) fn without(&self, tooth: &Tooth) -> Out {
        let path = self.tree.join(&tooth.file);
        let whole = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", tooth.file));
        let count = whole.matches(&tooth.guard).count();
        assert_eq!(count, 1, "{} has the guard {count} times: {}", tooth.file, tooth.guard);
        fs::write(&path, whole.replace(&tooth.guard, &tooth.without)).unwrap();
        Out { path, whole }
    }
}

/// A guard is out; it is put back when this is dropped.
pub(crate) struct Out {
    path: PathBuf,
    whole: String,
}

impl Drop for Out {
    fn drop(&mut self) {
        // Whatever becomes of it, the next run compares every file with the tree.
        let _ = fs::write(&self.path, &self.whole);
    }
}

/// What is checked in, or is new and not to be left out, and is there.
fn paths() -> BTreeSet<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap_or_else(|error| panic!("git lists the files to copy: {error}"));
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let text = String::from_utf8(listed.stdout).expect("paths are UTF-8");
    let paths = text.split('\0').filter(|path| !path.is_empty() && root().join(path).is_file());
    paths.map(str::to_owned).collect()
}

/// Removes what is in the copy and not in the tree any more.
fn sweep(tree: &Path, folder: &Path, paths: &BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sweep(tree, &path, paths);
        } else {
            let name = path.strip_prefix(tree).unwrap().to_string_lossy();
            if !paths.contains(name.as_ref()) {
                fs::remove_file(&path).unwrap();
            }
        }
    }
}

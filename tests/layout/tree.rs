//! What the checks look at: our sources and our manifests, read once from the repository.

use std::fs;
use std::path::Path;

/// One source file of ours.
pub(crate) struct Source {
    /// Path from the root of the repository, with `/` between the parts.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The manifest of one of our crates.
pub(crate) struct Manifest {
    /// Path from the root of the repository.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Everything the checks look at.
pub(crate) struct Tree {
    pub(crate) sources: Vec<Source>,
    pub(crate) manifests: Vec<Manifest>,
    /// Paths of all files, of whatever kind, from the root of the repository.
    pub(crate) paths: Vec<String>,
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository")
}

impl Tree {
    /// Reads the repository this test was built from.
    pub(crate) fn read() -> Self {
        let root = root();
        let mut tree = Self { sources: Vec::new(), manifests: Vec::new(), paths: Vec::new() };
        for part in ["crates", "tests", "fuzz"] {
            tree.walk(root, &root.join(part));
        }
        tree.sources.sort_by(|a, b| a.path.cmp(&b.path));
        tree.manifests.sort_by(|a, b| a.path.cmp(&b.path));
        tree
    }

    fn walk(&mut self, root: &Path, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("a readable folder").path();
            let name = path.file_name().and_then(|n| n.to_str()).expect("file names are UTF-8").to_owned();
            if path.is_dir() {
                // Build output and corpora are not sources; hidden and cache folders are not ours.
                let skip = ["target", "corpus", "artifacts", "__pycache__"].contains(&name.as_str());
                if !skip && !name.starts_with('.') {
                    self.walk(root, &path);
                }
            } else {
                self.paths.push(from(root, &path));
                if let Some(kind) = Kind::of(&name) {
                    self.add(kind, root, &path);
                }
            }
        }
    }

    fn add(&mut self, kind: Kind, root: &Path, path: &Path) {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let path = from(root, path);
        match kind {
            Kind::Source => self.sources.push(Source { path, text }),
            Kind::Manifest => self.manifests.push(Manifest { path, text }),
        }
    }
}

/// A path from the root, with `/` between the parts.
fn from(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).expect("walked from the root").to_string_lossy().replace('\\', "/")
}

enum Kind {
    Source,
    Manifest,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        match name {
            "Cargo.toml" => Some(Self::Manifest),
            _ if name.ends_with(".rs") || name.ends_with(".py") => Some(Self::Source),
            _ => None,
        }
    }
}

impl Source {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub(crate) fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// Whether the file lies in a folder whose code is only ever compiled for tests or benchmarks.
    pub(crate) fn is_in_test_folder(&self) -> bool {
        let mut parts = self.path.split('/');
        match parts.next() {
            Some("crates") => matches!(parts.nth(1), Some("tests" | "benches")),
            _ => true,
        }
    }
}

mod examples {
    use super::{Manifest, Source};

    impl Source {
        pub(crate) fn example(path: &str, text: &str) -> Self {
            Self { path: path.to_owned(), text: text.to_owned() }
        }
    }

    impl Manifest {
        pub(crate) fn example(name: &str, rest: &str) -> Self {
            let text = format!("[package]\nname = \"{name}\"\n\n{rest}\n");
            Self { path: format!("crates/{name}/Cargo.toml"), text }
        }
    }
}

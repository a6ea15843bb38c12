//! Every crate starts with a page of `//!`: its purpose, what it must not know, the promises it carries.

use crate::tree::{Source, Tree};

/// Fewer lines than this say nothing that the name of the crate does not.
const PAGE: usize = 5;

/// Complains about each crate whose root file does not start with such a page.
pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let folders = tree.manifests.iter().filter_map(|m| m.path.strip_suffix("Cargo.toml"));
    folders
        .filter(|folder| !folder.starts_with("fuzz/"))
        .filter_map(|folder| root(folder, &tree.sources))
        .collect()
}

fn root(folder: &str, sources: &[Source]) -> Option<String> {
    let find = |name: &str| sources.iter().find(|s| s.path == format!("{folder}src/{name}"));
    let Some(source) = find("lib.rs").or_else(|| find("main.rs")) else {
        return Some(format!("{folder}: neither src/lib.rs nor src/main.rs"));
    };
    let page = source.text.lines().take_while(|line| line.starts_with("//!")).count();
    (page < PAGE)
        .then(|| format!("{}: starts with {page} lines of //!, at least {PAGE} are wanted", source.path))
}

mod teeth {
    use super::check;
    use crate::tree::{Manifest, Source, Tree};

    fn complaints(file: &str, text: &str) -> usize {
        let path = format!("crates/claviger-core/src/{file}");
        let manifests = vec![Manifest::example("claviger-core", "")];
        check(&Tree { sources: vec![Source::example(&path, text)], manifests, paths: Vec::new() }).len()
    }

    #[test]
    fn a_crate_without_a_page_is_found() {
        let page = "//! What this is.\n".repeat(5);
        assert_eq!(complaints("lib.rs", &page), 0);
        assert_eq!(complaints("main.rs", &page), 0);
        assert_eq!(complaints("lib.rs", &format!("use std::fmt;\n{page}")), 1);
        assert_eq!(complaints("lib.rs", "//! One line.\n"), 1);
        assert_eq!(complaints("other.rs", &page), 1);
    }
}

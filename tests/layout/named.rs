//! What the page about promises names is there: tests, cases, files, types, commands.
//!
//! A promise whose test was renamed away is a promise without a test, and nothing else would say so.

use crate::tree::{Manifest, Source, Tree};
use std::collections::BTreeSet;

/// What the page may name.
pub(crate) struct Known {
    /// Paths of all files, each with a `/` in front.
    paths: BTreeSet<String>,
    functions: BTreeSet<String>,
    /// Words that begin as types and variants do.
    types: BTreeSet<String>,
    /// What stands between quotes: cases are named so.
    quoted: BTreeSet<String>,
    packages: BTreeSet<String>,
}

impl Known {
    /// Everything in the tree.
    pub(crate) fn of(tree: &Tree) -> Self {
        let rust = || tree.sources.iter().filter(|source| source.is_rust());
        Self {
            paths: tree.paths.iter().map(|path| format!("/{path}")).collect(),
            functions: rust().flat_map(functions).collect(),
            types: rust().flat_map(types).collect(),
            quoted: rust().flat_map(quoted).collect(),
            packages: tree.manifests.iter().filter_map(package).collect(),
        }
    }

    /// Whether a name is that of something; what is not a name is nobody's.
    fn has(&self, name: &str) -> bool {
        if name.starts_with("cargo test ") {
            self.has_command(name)
        } else if name.contains([' ', '=', '…', '<', '{']) || name.starts_with("./") {
            true
        } else if let Some((_, last)) = name.rsplit_once("::") {
            self.functions.contains(last) || self.has_path(&format!("{last}.rs"))
        } else if [".rs", ".py", ".txt"].iter().any(|end| name.ends_with(end)) || name.contains('/') {
            self.has_path(name.trim_end_matches('/'))
        } else if name.contains('_') && name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_')) {
            self.functions.contains(name) || self.has_case(name)
        } else if name.chars().filter(char::is_ascii_uppercase).count() > 1 && !name.contains(['-', '_']) {
            self.types.contains(name) || self.quoted.contains(name)
        } else {
            true
        }
    }

    /// A file by the end of its path, a folder, or several files by a pattern with one `*`.
    fn has_path(&self, end: &str) -> bool {
        let (before, after) = end.split_once('*').unwrap_or((end, ""));
        let before = format!("/{before}");
        self.paths.iter().any(|path| {
            path.match_indices(&before).any(|(at, _)| {
                let rest = &path[at + before.len()..];
                if end.contains('*') {
                    rest.ends_with(after)
                } else {
                    rest.is_empty() || rest.starts_with('/')
                }
            })
        })
    }

    /// A case by its name, by what several begin with (`sync_`), or by the words it is made of (`doctor_…`).
    fn has_case(&self, name: &str) -> bool {
        let words = name.split_once('_').map_or("", |(_, rest)| rest).replace('_', " ");
        let group = name.ends_with('_').then_some(name);
        self.quoted.contains(name)
            || self.quoted.contains(&words)
            || group.is_some_and(|group| self.quoted.iter().any(|case| case.starts_with(group)))
    }

    /// The packages and targets of a `cargo test`; what it filters by is a test, a module or a case.
    fn has_command(&self, command: &str) -> bool {
        let (mut words, mut package) = (command.split_whitespace().skip(2), "");
        while let Some(word) = words.next() {
            let found = match word {
                "--release" | "--" | "CASE" => true,
                "-p" => {
                    package = words.next().unwrap_or_default();
                    self.packages.contains(package)
                }
                "--test" => self.has_target(package, words.next().unwrap_or_default()),
                filter => self.has_filter(filter),
            };
            if !found {
                return false;
            }
        }
        true
    }

    fn has_target(&self, package: &str, target: &str) -> bool {
        let folder = if package == "claviger-tests" { "/tests" } else { &format!("/crates/{package}/tests") };
        [format!("{folder}/{target}.rs"), format!("{folder}/{target}/main.rs")]
            .iter()
            .any(|path| self.paths.contains(path))
    }

    fn has_filter(&self, filter: &str) -> bool {
        let last = filter.rsplit("::").next().unwrap_or(filter);
        let is_part = |known: &BTreeSet<String>| known.iter().any(|one| one.contains(last));
        is_part(&self.functions) || self.has_path(&format!("{last}.rs")) || self.quoted.contains(last)
    }
}

/// Complains about each name of a page, in backticks, that nothing has.
pub(crate) fn check(page: &str, text: &str, known: &Known) -> Vec<String> {
    let prose = text.split("```").step_by(2);
    let names = prose.flat_map(|part| part.split('`').skip(1).step_by(2));
    let missing: BTreeSet<&str> = names.filter(|name| !known.has(name)).collect();
    missing.into_iter().map(|name| format!("{page} names `{name}`, which there is not")).collect()
}

fn functions(source: &Source) -> impl Iterator<Item = String> + '_ {
    source.text.split("fn ").skip(1).map(|rest| rest.chars().take_while(is_of_word).collect())
}

fn types(source: &Source) -> impl Iterator<Item = String> + '_ {
    let words = source.text.split(|c| !is_of_word(&c));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())).map(str::to_owned)
}

fn is_of_word(c: &char) -> bool {
    c.is_ascii_alphanumeric() || *c == '_'
}

fn quoted(source: &Source) -> impl Iterator<Item = String> + '_ {
    source.text.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned)
}

fn package(manifest: &Manifest) -> Option<String> {
    let name = manifest.text.lines().find_map(|line| line.strip_prefix("name = "))?;
    Some(name.trim_matches('"').to_owned())
}

mod teeth {
    use super::{Known, check};
    use crate::tree::{Manifest, Source, Tree};

    fn complaints(text: &str) -> usize {
        let path = "crates/claviger-core/tests/clocks.rs";
        let text_of_test = "fn a_jump_is_seen() {}\nstruct StepNotBurnt;\nlet case = \"the clock jumps\";\n";
        let tree = Tree {
            sources: vec![Source::example(path, text_of_test)],
            manifests: vec![Manifest::example("claviger-core", "")],
            paths: vec![path.to_owned(), "tests/record_one.rs".to_owned()],
        };
        check("PROMISES.md", text, &Known::of(&tree)).len()
    }

    #[test]
    fn what_is_there_may_be_named() {
        for text in [
            "`a_jump_is_seen` in `clocks.rs`, `claviger-core/tests/clocks.rs`, `tests/record_*.rs`",
            "`clocks::a_jump_is_seen`, the engine `StepNotBurnt`, `doctor_the_clock_jumps`, `kill -9`",
            "`cargo test -p claviger-core --test clocks jump`",
            "```sh\ncargo test -p nothing\n```\n",
        ] {
            assert_eq!(complaints(text), 0, "{text}");
        }
    }

    #[test]
    fn what_is_not_there_is_found() {
        for text in [
            "`a_leap_is_seen`",
            "`watches.rs`",
            "`tests/other_*.rs`",
            "`StepBurnt`",
            "`clocks::a_leap_is_seen`",
            "`doctor_the_clock_stands`",
            "`cargo test -p claviger-score`",
            "`cargo test -p claviger-core --test watches`",
            "`cargo test -p claviger-core leap`",
        ] {
            assert_eq!(complaints(text), 1, "{text}");
        }
    }
}

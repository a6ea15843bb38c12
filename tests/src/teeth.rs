//! The table of teeth: guards to take out of the sources, each with the test that must notice (`tests/teeth/*.toml`).
//!
//! `./test teeth` takes each out and runs the test; `tests/layout` looks, in every run, that what the table speaks of is
//! still there.

use std::path::{Path, PathBuf};

/// One guard that is taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tooth {
    /// What it is a guard against: the name of the file of the table.
    pub against: String,
    /// What is missing then, in a few words.
    pub name: String,
    /// The file the guard stands in, from the root of the repository.
    pub file: String,
    /// The guard: text that stands once in the file.
    pub guard: String,
    /// What stands in its place when it is out.
    pub without: String,
    /// The test that must fail without it.
    pub test: TestName,
}

/// A test as `cargo test` is told to run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestName {
    /// The package it is of.
    pub package: String,
    /// The target of that package; none for the library's own tests.
    pub target: Option<String>,
    /// The whole name of the test in its target.
    pub path: String,
}

impl TestName {
    /// From `-p PACKAGE --lib PATH` or `-p PACKAGE --test TARGET PATH`.
    fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (package, target, path) = match words.as_slice() {
            ["-p", package, "--lib", path] => (package, None, path),
            ["-p", package, "--test", target, path] => (package, Some((*target).to_owned()), path),
            _ => return None,
        };
        Some(TestName { package: (*package).to_owned(), target, path: (*path).to_owned() })
    }

    /// What `cargo test` is told to build.
    #[must_use]
    pub fn built(&self) -> Vec<&str> {
        let of = ["-p", self.package.as_str()];
        match &self.target {
            None => of.into_iter().chain(["--lib"]).collect(),
            Some(target) => of.into_iter().chain(["--test", target]).collect(),
        }
    }

    /// The folder its sources lie in, from the root of the repository.
    #[must_use]
    pub fn folder(&self) -> String {
        match &self.target {
            None => format!("crates/{}/src/", self.package),
            Some(target) => format!("crates/{}/tests/{target}/", self.package),
        }
    }

    /// The name of its function.
    #[must_use]
    pub fn function(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }
}

/// The root of the repository.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository")
}

/// The whole table.
#[must_use]
pub fn table() -> Vec<Tooth> {
    let folder = root().join("tests/teeth");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    files.iter().flat_map(|path| file(path)).collect()
}

fn file(path: &Path) -> Vec<Tooth> {
    let against = path.file_stem().and_then(|stem| stem.to_str()).expect("file names are UTF-8");
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    parse(against, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One file of the table.
///
/// # Errors
/// What is wrong with it, in words.
pub fn parse(against: &str, text: &str) -> Result<Vec<Tooth>, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let teeth = table.get("tooth").and_then(toml::Value::as_array).ok_or("no [[tooth]]")?;
    teeth.iter().map(|tooth| one(against, tooth)).collect()
}

fn one(against: &str, tooth: &toml::Value) -> Result<Tooth, String> {
    let known = ["name", "file", "guard", "without", "test"];
    let fields = tooth.as_table().ok_or("a [[tooth]] is a table")?;
    if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("{other} is not known here"));
    }
    let field = |name: &str| {
        let text = fields.get(name).and_then(toml::Value::as_str).map(str::to_owned);
        text.ok_or_else(|| format!("a tooth without its {name}: {fields:?}"))
    };
    let test = field("test")?;
    Ok(Tooth {
        against: against.to_owned(),
        name: field("name")?,
        file: field("file")?,
        guard: field("guard")?,
        without: field("without")?,
        test: TestName::parse(&test).ok_or_else(|| format!("not a test of a target: {test}"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    const GOOD: &str =
        "[[tooth]]\nname = 'n'\nfile = 'f'\nguard = 'g'\nwithout = ''\ntest = '-p a --test b c::d'\n";

    #[test]
    fn a_tooth_says_all_it_needs_and_nothing_else() {
        let teeth = parse("csrf", GOOD).unwrap();
        assert_eq!((teeth[0].test.built(), teeth[0].test.function()), (vec!["-p", "a", "--test", "b"], "d"));
        assert_eq!(teeth[0].test.folder(), "crates/a/tests/b/");
        for bad in [
            GOOD.replace("guard = 'g'\n", ""),
            format!("{GOOD}more = 'x'\n"),
            GOOD.replace("--test b ", ""),
            String::new(),
        ] {
            assert!(parse("csrf", &bad).is_err(), "{bad}");
        }
    }
}

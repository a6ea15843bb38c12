//! What the table of teeth speaks of is there: each guard once in its file, each test in its target, and something for
//! every kind of attack.
//!
//! A guard that was rewritten, or a test that was renamed, would else be found by the long run alone.

use crate::tree::Source;
use claviger_tests::teeth::{TestName, Tooth};
use std::collections::BTreeSet;

/// What there must be a tooth against, each a file of the table.
const AGAINST: [&str; 13] = [
    "clickjacking",
    "cookies",
    "csp",
    "csrf",
    "enumeration",
    "incident",
    "injection",
    "mass_assignment",
    "proof",
    "session_fixation",
    "single_use",
    "standing",
    "throttling",
];

/// Complains about each tooth that could not be used, and each attack that none is against.
pub(crate) fn check(
    teeth: &[Tooth],
    read: impl Fn(&str) -> Option<String>,
    sources: &[Source],
) -> Vec<String> {
    let mut found: Vec<String> = teeth.iter().flat_map(|tooth| wrong(tooth, &read, sources)).collect();
    let mut names = BTreeSet::new();
    let twice = teeth.iter().filter(|tooth| !names.insert((&tooth.against, &tooth.name)));
    found.extend(twice.map(|tooth| format!("{}: two teeth are called \"{}\"", tooth.against, tooth.name)));
    let without = AGAINST.iter().filter(|name| !teeth.iter().any(|tooth| tooth.against == **name));
    found.extend(without.map(|name| format!("tests/teeth/{name}.toml has no tooth")));
    found
}

fn wrong(tooth: &Tooth, read: impl Fn(&str) -> Option<String>, sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    match read(&tooth.file) {
        None => found.push(format!("there is no {}", tooth.file)),
        Some(text) => match text.matches(&tooth.guard).count() {
            1 => {}
            count => found.push(format!("{} has {count} times: {}", tooth.file, tooth.guard)),
        },
    }
    if tooth.guard == tooth.without {
        found.push("nothing is taken out".to_owned());
    }
    if !AGAINST.contains(&tooth.against.as_str()) {
        found.push("nothing that this table is of".to_owned());
    }
    if !is_there(&tooth.test, sources) {
        found.push(format!("{} has no test {}", tooth.test.folder(), tooth.test.path));
    }
    let named = |what: String| format!("{}: {}: {what}", tooth.against, tooth.name);
    found.into_iter().map(named).collect()
}

/// Whether a test of this name stands among the sources of its target; where a macro makes several of one, their names
/// stand behind its.
fn is_there(test: &TestName, sources: &[Source]) -> bool {
    let folder = test.folder();
    let names = test.path.rsplit("::").take(2);
    let functions: Vec<String> = names.map(|name| format!("fn {name}(")).collect();
    let mut own = sources.iter().filter(|source| source.path.starts_with(&folder));
    own.any(|source| functions.iter().any(|function| source.text.contains(function)))
}

mod teeth {
    use super::{AGAINST, check};
    use crate::tree::Source;
    use claviger_tests::teeth::{Tooth, parse};

    fn table(change: (&str, &str)) -> Vec<Tooth> {
        let one = "[[tooth]]\nname = 'n'\nfile = 'f'\nguard = 'if ok'\nwithout = 'if true'\n\
                   test = '-p a --test b c::is_refused'\n";
        let all = AGAINST.iter().map(|against| parse(against, one).unwrap());
        let mut all: Vec<Tooth> = all.flatten().collect();
        all[0] = parse(AGAINST[0], &one.replacen(change.0, change.1, 1)).unwrap().remove(0);
        all
    }

    fn complaints(teeth: &[Tooth]) -> usize {
        let read = |path: &str| (path == "f").then(|| "if ok { a } if no { b } if no { c }".to_owned());
        let test = Source::example("crates/a/tests/b/c.rs", "#[test]\nfn is_refused() {}\n");
        check(teeth, read, &[test]).len()
    }

    #[test]
    fn a_table_that_fits_is_fine() {
        assert_eq!(complaints(&table(("", ""))), 0);
        assert_eq!(complaints(&table(("c::is_refused", "c::is_refused::in_memory"))), 0, "by a macro");
    }

    #[test]
    fn what_does_not_fit_is_found() {
        for change in [
            ("'if ok'", "'if yes'"),
            ("'if ok'", "'if no'"),
            ("'f'", "'g'"),
            ("'if true'", "'if ok'"),
            ("is_refused", "is_taken"),
            ("-p a --test b", "-p a --lib"),
        ] {
            assert_eq!(complaints(&table(change)), 1, "{change:?}");
        }
        assert_eq!(complaints(&table(("", ""))[1..]), 1, "an attack that no tooth is against");
        let mut twice = table(("", ""));
        twice.push(twice[0].clone());
        assert_eq!(complaints(&twice), 1, "a name twice");
    }
}

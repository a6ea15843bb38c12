//! The slow suites are targets that `cargo test` does not run unless asked by name: `./test` runs each of them
//! once, in release mode, under its own name.

use crate::tree::Manifest;

const SLOW: [&str; 4] = ["clients", "crash", "fuzz", "teeth"];

/// Complains about each target of a slow suite that an ordinary `cargo test` would run.
pub(crate) fn check(manifests: &[Manifest]) -> Vec<String> {
    let slow = |name: &str| SLOW.contains(&name);
    manifests.iter().flat_map(tested_by_default).filter(|(_, name)| slow(name)).map(complaint).collect()
}

fn complaint((path, name): (String, String)) -> String {
    format!(
        "{path}: [[test]] {name} needs `test = false`: it runs by `./test {name}`, not with every `cargo test`"
    )
}

fn tested_by_default(manifest: &Manifest) -> Vec<(String, String)> {
    let table: toml::Table = manifest.text.parse().unwrap_or_else(|e| panic!("{}: {e}", manifest.path));
    let targets = table.get("test").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let wanted = targets.iter().filter(|t| t.get("test").and_then(toml::Value::as_bool) != Some(false));
    let names = wanted.filter_map(|t| t.get("name").and_then(toml::Value::as_str));
    names.map(|name| (manifest.path.clone(), name.to_owned())).collect()
}

mod teeth {
    use super::check;
    use crate::tree::Manifest;

    fn complaints(targets: &str) -> usize {
        check(&[Manifest::example("claviger-tests", targets)]).len()
    }

    #[test]
    fn a_slow_suite_run_by_default_is_found() {
        assert_eq!(complaints("[[test]]\nname = \"layout\"\n[[test]]\nname = \"crash\"\n"), 1);
        assert_eq!(complaints("[[test]]\nname = \"fuzz\"\ntest = true\n"), 1);
    }

    #[test]
    fn others_are_fine() {
        assert_eq!(complaints("[[test]]\nname = \"layout\"\n[[test]]\nname = \"crash\"\ntest = false\n"), 0);
    }
}

//! Which of our crates may use which: an arrow may only point to a line above.

use crate::tree::Manifest;

/// Our crates, lowest first. A crate may use those named before it and no other.
const ORDER: [&str; 13] = [
    "claviger-core",
    "claviger-seal",
    "claviger-audit",
    "claviger-passkey",
    "claviger-venue",
    "claviger-store",
    "claviger-sqlite",
    "claviger-postgres",
    "claviger-notify",
    "claviger",
    "claviger-kraken",
    "claviger-server",
    "claviger-cli",
];

/// Whole-system tests: may use every crate and be used by none.
const TESTS: [&str; 2] = ["claviger-tests", "claviger-fuzz"];

/// Holds the conformance suite, so an engine may test itself against it wherever the two stand in the order.
const CONFORMANCE: &str = "claviger-store";
const ENGINES: [&str; 2] = ["claviger-sqlite", "claviger-postgres"];

/// One dependency of a crate.
pub(crate) struct Edge {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) dev: bool,
}

/// Complains about every forbidden arrow and every crate the order does not know.
pub(crate) fn check(manifests: &[Manifest]) -> Vec<String> {
    manifests.iter().flat_map(edges_of).filter_map(|edge| complaint(&edge)).collect()
}

fn complaint(edge: &Edge) -> Option<String> {
    let (from, to) = (edge.from.as_str(), edge.to.as_str());
    if !to.starts_with("claviger") || TESTS.contains(&from) {
        return None;
    }
    let rank = |name: &str| ORDER.iter().position(|known| *known == name);
    let (Some(rank_from), Some(rank_to)) = (rank(from), rank(to)) else {
        return Some(format!("{from} -> {to}: one of them has no place in the order of crates"));
    };
    let conformance = edge.dev && to == CONFORMANCE && ENGINES.contains(&from);
    (rank_to >= rank_from && !conformance).then(|| {
        format!("{from} -> {to}: an arrow may only point to a crate above ({to} stands below {from})")
    })
}

/// Every dependency a manifest names, whatever section or target it stands in and however it is renamed.
pub(crate) fn edges_of(manifest: &Manifest) -> Vec<Edge> {
    let table: toml::Table = manifest.text.parse().unwrap_or_else(|e| panic!("{}: {e}", manifest.path));
    let name = |t: &toml::Table| Some(t.get("package")?.get("name")?.as_str()?.to_owned());
    let Some(from) = name(&table) else { panic!("{}: a package without a name", manifest.path) };
    let mut edges = sections(&from, &table);
    let targets = table.get("target").and_then(toml::Value::as_table);
    for target in targets.into_iter().flat_map(|t| t.values()).filter_map(toml::Value::as_table) {
        edges.extend(sections(&from, target));
    }
    edges
}

fn sections(from: &str, table: &toml::Table) -> Vec<Edge> {
    let mut edges = Vec::new();
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (key, value) in table.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
            let to = value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned();
            edges.push(Edge { from: from.to_owned(), to, dev: section == "dev-dependencies" });
        }
    }
    edges
}

mod teeth {
    use super::check;
    use crate::tree::Manifest;

    fn complaints(name: &str, rest: &str) -> usize {
        check(&[Manifest::example(name, rest)]).len()
    }

    #[test]
    fn an_arrow_down_is_found_in_every_section() {
        for section in
            ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"]
        {
            let down = format!("[{section}]\nclaviger-server.workspace = true");
            assert_eq!(complaints("claviger-core", &down), 1, "{section}");
        }
    }

    #[test]
    fn an_arrow_to_itself_is_found() {
        assert_eq!(complaints("claviger", "[dev-dependencies]\nclaviger = { path = \".\" }"), 1);
    }

    #[test]
    fn a_renamed_arrow_is_found() {
        assert_eq!(
            complaints("claviger-seal", "[dependencies]\nx = { package = \"claviger-cli\", path = \"\" }"),
            1
        );
    }

    #[test]
    fn a_crate_without_a_place_is_found() {
        assert_eq!(complaints("claviger-stray", "[dependencies]\nclaviger-core.workspace = true"), 1);
        assert_eq!(complaints("claviger-cli", "[dependencies]\nclaviger-stray.workspace = true"), 1);
        assert_eq!(complaints("claviger-cli", "[dev-dependencies]\nclaviger-tests.workspace = true"), 1);
    }

    #[test]
    fn arrows_up_and_other_peoples_crates_are_fine() {
        assert_eq!(
            complaints("claviger-cli", "[dependencies]\nclaviger-core.workspace = true\nclap = \"4\""),
            0
        );
        assert_eq!(complaints("claviger-tests", "[dev-dependencies]\nclaviger-cli.workspace = true"), 0);
        assert_eq!(complaints("claviger-sqlite", "[dev-dependencies]\nclaviger-store.workspace = true"), 0);
    }
}

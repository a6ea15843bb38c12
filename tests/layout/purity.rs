//! Time, randomness and I/O are arguments of the pure crates, so no library for them may be among their own.

use crate::edges::edges_of;
use crate::tree::Manifest;

const PURE: [&str; 5] =
    ["claviger-core", "claviger-seal", "claviger-audit", "claviger-passkey", "claviger-venue"];

/// Networks, disks, clocks and sources of randomness.
const IMPURE: [&str; 13] = [
    "axum",
    "getrandom",
    "hyper",
    "hyper-util",
    "mio",
    "rand",
    "reqwest",
    "rusqlite",
    "tokio",
    "tokio-postgres",
    "tower",
    "tracing",
    "ureq",
];

/// Complains about every library for I/O, time or randomness among the dependencies of a pure crate.
pub(crate) fn check(manifests: &[Manifest]) -> Vec<String> {
    let edges = manifests.iter().flat_map(edges_of);
    let bad = edges.filter(|e| !e.dev && PURE.contains(&e.from.as_str()) && IMPURE.contains(&e.to.as_str()));
    bad.map(|e| format!("{} -> {}: a pure crate takes time, randomness and I/O as arguments", e.from, e.to))
        .collect()
}

mod teeth {
    use super::check;
    use crate::tree::Manifest;

    #[test]
    fn a_runtime_in_the_core_is_found() {
        let bad = Manifest::example("claviger-core", "[dependencies]\ntokio = \"1\"");
        assert_eq!(check(&[bad]).len(), 1);
    }

    #[test]
    fn tests_and_impure_crates_may_do_io() {
        let test = Manifest::example("claviger-core", "[dev-dependencies]\ntokio = \"1\"");
        let server = Manifest::example("claviger-server", "[dependencies]\ntokio = \"1\"");
        assert!(check(&[test, server]).is_empty());
    }
}

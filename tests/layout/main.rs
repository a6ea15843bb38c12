//! The shape of the source tree, checked.
//!
//! Each check is a function from sources (or manifests) in memory to a list of complaints, so its tooth is a bad
//! example written out in the same file: a check that stays silent about its bad example fails the build, like a
//! check that complains about the real tree.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod edges;
mod functions;
mod guards;
mod heads;
mod named;
mod purity;
mod shown;
mod sizes;
mod targets;
mod telemetry;
mod tree;
mod words;

use tree::Tree;

/// Fails with every complaint, one per line.
#[track_caller]
fn no_complaints(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn arrows_between_our_crates_point_upwards() {
    no_complaints(&edges::check(&Tree::read().manifests));
}

#[test]
fn pure_crates_use_nothing_that_does_io() {
    no_complaints(&purity::check(&Tree::read().manifests));
}

#[test]
fn files_are_small() {
    no_complaints(&sizes::check(&Tree::read().sources));
}

#[test]
fn functions_are_short() {
    no_complaints(&functions::check(&Tree::read().sources));
}

#[test]
fn forbidden_words_are_not_written() {
    no_complaints(&words::check(&Tree::read().sources));
}

/// `./test clients` runs clients through the file.
#[test]
fn the_configuration_of_nginx_is_shown_as_it_is_tested() {
    let read = |path: &str| std::fs::read_to_string(tree::root().join(path)).unwrap();
    no_complaints(&shown::check(&read("docs/tls.md"), "nginx", &read("packaging/nginx.conf")));
}

/// `UPDATE_SNAPSHOTS=1` writes the tables anew.
#[test]
fn every_log_event_and_metric_is_documented() {
    let path = tree::root().join("docs/telemetry.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let wanted = telemetry::written(&document, &telemetry::tables(&Tree::read().sources));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    } else {
        assert!(
            document == wanted,
            "docs/telemetry.md is not what the sources say: UPDATE_SNAPSHOTS=1 makes it so"
        );
    }
}

#[test]
fn slow_suites_run_only_by_name() {
    no_complaints(&targets::check(&Tree::read().manifests));
}

/// Tests of the methods are named in `docs/methods.md`, which is made from their sources.
#[test]
fn what_is_promised_is_there() {
    let text = std::fs::read_to_string(tree::root().join("PROMISES.md")).unwrap();
    no_complaints(&named::check("PROMISES.md", &text, &named::Known::of(&Tree::read())));
}

/// `./test teeth` takes each guard out; here it is only looked for.
#[test]
fn every_guard_that_can_be_taken_out_is_there_and_has_its_test() {
    let read = |path: &str| std::fs::read_to_string(tree::root().join(path)).ok();
    no_complaints(&guards::check(&claviger_tests::teeth::table(), read, &Tree::read().sources));
}

#[test]
fn every_crate_starts_with_a_page_about_itself() {
    no_complaints(&heads::check(&Tree::read()));
}

#[test]
fn the_tree_was_really_read() {
    let tree = Tree::read();
    assert!(tree.manifests.len() >= 10, "found {} manifests", tree.manifests.len());
    assert!(tree.sources.iter().any(|s| s.path == "tests/layout/main.rs"), "this very file was not found");
    assert!(
        tree.sources.iter().any(|s| s.path == "crates/claviger-core/src/lib.rs"),
        "the core was not found"
    );
}

//! Bad examples for the forbidden words, and look-alikes that must pass.

use super::check;
use crate::tree::Source;

fn complaints(path: &str, text: &str) -> Vec<String> {
    check(&[Source::example(path, text)])
}

#[test]
fn unsafe_is_found_everywhere() {
    for path in ["crates/x/src/lib.rs", "crates/x/tests/a.rs", "tests/crash/main.rs", "fuzz/a.rs"] {
        assert_eq!(complaints(path, "fn a() { unsafe { b() } }").len(), 1, "{path}");
    }
    assert_eq!(complaints("crates/x/src/lib.rs", "make! { unsafe fn a() {} }").len(), 1);
    assert_eq!(complaints("crates/x/src/lib.rs", "#[cfg(test)] mod t { fn a() { unsafe {} } }").len(), 1);
}

#[test]
fn unfinished_work_is_found_everywhere() {
    for word in ["todo!()", "unimplemented!(\"later\")", "vec![todo!()]"] {
        assert_eq!(complaints("crates/x/src/a.rs", &format!("fn a() {{ {word}; }}")).len(), 1, "{word}");
        assert_eq!(complaints("tests/a/main.rs", &format!("fn a() {{ {word}; }}")).len(), 1, "{word}");
    }
}

#[test]
fn unwrap_and_expect_are_found_outside_tests() {
    for call in
        ["b().unwrap()", "b()\n    .expect(\"b\")", "assert!(b().unwrap())", "print!(\"{}\", b.unwrap())"]
    {
        let found = complaints("crates/x/src/a.rs", &format!("fn a() {{ {call}; }}"));
        assert_eq!(found.len(), 1, "{call}");
    }
    let wider = "#[cfg(any(test, feature = \"teeth\"))] mod t { fn a() { b().unwrap(); } }";
    assert_eq!(complaints("crates/x/src/a.rs", wider).len(), 1);
}

#[test]
fn a_place_is_named() {
    assert_eq!(
        complaints("crates/x/src/a.rs", "\nfn a() {\n    b().unwrap();\n}"),
        ["crates/x/src/a.rs:3: `.unwrap()` outside tests"]
    );
}

#[test]
fn tests_may_unwrap() {
    let inline = "#[cfg(test)] mod t { fn a() { b().unwrap(); } } #[test] fn c() { d().expect(\"d\"); }";
    assert!(complaints("crates/x/src/a.rs", inline).is_empty());
    for path in ["crates/x/tests/a.rs", "crates/x/benches/a.rs", "tests/src/lib.rs", "tests/crash/main.rs"] {
        assert!(complaints(path, "fn a() { b().unwrap(); }").is_empty(), "{path}");
    }
}

#[test]
fn test_modules_in_files_of_their_own_may_unwrap() {
    let bad = "fn a() { b().unwrap(); }";
    let tree = |parent: &str, child: &str, declaration: &str| {
        check(&[Source::example(parent, declaration), Source::example(child, bad)]).len()
    };
    for (parent, child) in [
        ("crates/x/src/lib.rs", "crates/x/src/tests.rs"),
        ("crates/x/src/lib.rs", "crates/x/src/tests/b.rs"),
        ("crates/x/src/a.rs", "crates/x/src/a/tests.rs"),
        ("crates/x/src/a/mod.rs", "crates/x/src/a/tests/mod.rs"),
    ] {
        assert_eq!(tree(parent, child, "#[cfg(test)]\nmod tests;"), 0, "{child}");
        assert_eq!(tree(parent, child, "mod tests;"), 1, "{child}");
    }
    assert_eq!(tree("crates/x/src/a.rs", "crates/x/src/tests.rs", "#[cfg(test)]\nmod tests;"), 1);
}

#[test]
fn look_alikes_pass() {
    let text = "#![forbid(unsafe_code)]\n//! Never `unsafe`, never .unwrap()\n\
        /// todo!() and b.expect(\"c\")\nfn a() { b.unwrap_or(0); let s = \"unsafe .unwrap() todo!()\"; }\n\
        #[expect(dead_code, reason = \"x\")] fn expect(x: u8) { expect(x); todo(x); }";
    assert!(complaints("crates/x/src/a.rs", text).is_empty());
}

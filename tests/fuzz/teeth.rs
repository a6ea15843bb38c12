//! Parsers with a fault each; a runner that does not catch them catches nothing.

use claviger_tests::cases::{Case, Verdict};
use claviger_tests::fuzzing::{Plan, smoke};
use claviger_tests::scratch::Scratch;

struct Tooth {
    name: &'static str,
    entry: fn(&[u8]),
    /// What the finding must say.
    says: &'static str,
}

const TEETH: &[Tooth] = &[
    Tooth { name: "tooth_index", entry: index_without_a_bound, says: "it panicked" },
    Tooth { name: "tooth_memory", entry: memory_without_a_bound, says: "it took more than" },
    Tooth { name: "tooth_stack", entry: depth_without_a_bound, says: "it was ended by signal" },
    Tooth { name: "tooth_time", entry: time_without_a_bound, says: "it took longer than" },
];

pub(crate) fn find(name: &str) -> Option<fn(&[u8])> {
    TEETH.iter().find(|tooth| tooth.name == name).map(|tooth| tooth.entry)
}

pub(crate) fn cases() -> impl Iterator<Item = Case> {
    TEETH.iter().map(|tooth| Case::new(tooth.name, move || bites(tooth)))
}

fn bites(tooth: &Tooth) -> Verdict {
    let scratch = Scratch::new("fuzz-tooth");
    std::fs::write(scratch.join("harmless"), b"3 abc").unwrap();
    let folder = scratch.path().to_owned();
    let plan = Plan { parser: tooth.name.to_owned(), folder, seed: 1, count: 20_000 };
    let finding = smoke(&plan).expect_err("the fault was not found");
    assert!(finding.what.contains(tooth.says), "{finding}");
    assert!(finding.number > 0, "the committed input is harmless: {finding}");
    // What was written down is the input that does it.
    assert!(finding.file.exists(), "{finding}");
    std::fs::remove_file(&finding.file).unwrap();
    Verdict::Passed(format!("{}, at input {}", finding.what, finding.number))
}

/// A length before a text, as in `3 abc`.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let at = bytes.iter().position(|byte| *byte == b' ')?;
    let digits = std::str::from_utf8(&bytes[..at]).ok()?;
    Some((digits.parse().ok()?, &bytes[at + 1..]))
}

fn index_without_a_bound(bytes: &[u8]) {
    if let Some((len, rest)) = length(bytes).filter(|(len, _)| *len > 0) {
        std::hint::black_box(rest[len - 1]);
    }
}

fn memory_without_a_bound(bytes: &[u8]) {
    if let Some((len, _)) = length(bytes) {
        std::hint::black_box(vec![1_u8; len.min(1 << 36)]);
    }
}

fn depth_without_a_bound(bytes: &[u8]) {
    fn deeper(rest: &[u8]) -> usize {
        std::hint::black_box([0_u8; 4096]);
        match rest {
            [b'a', rest @ ..] => deeper(std::hint::black_box(rest)) + 1,
            _ => 0,
        }
    }
    std::hint::black_box(deeper(bytes.strip_prefix(b"3 ").unwrap_or_default()));
}

fn time_without_a_bound(bytes: &[u8]) {
    while std::hint::black_box(bytes).contains(&b'[') {}
}

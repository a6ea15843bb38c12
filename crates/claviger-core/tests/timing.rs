//! P12, informative: a two-sample timing test of the compare itself, in process. Signatures that
//! differ in the first byte and signatures that differ in the last take the same time; a compare
//! that stops at the first difference (the tooth) does not.
#![allow(clippy::unwrap_used, clippy::float_arithmetic, clippy::indexing_slicing)]

use claviger_core::signature::same;
use std::hint::black_box;
use std::time::Instant;

type Compare = fn(&[u8; 64], &[u8; 64]) -> bool;

/// How much longer a difference in the last byte takes than one in the first: the best of several
/// interleaved samples each, short enough that some are not interrupted, so that whatever else the machine does falls
/// away.
fn ratio(compare: Compare) -> f64 {
    let (one, mut early, mut late) = ([7u8; 64], [7u8; 64], [7u8; 64]);
    early[0] = 8;
    late[63] = 8;
    let sample = |other: &[u8; 64]| {
        let started = Instant::now();
        for _ in 0..500 {
            assert!(!black_box(compare)(black_box(&one), black_box(other)));
        }
        started.elapsed().as_nanos() as f64
    };
    let (mut first, mut last) = (f64::MAX, f64::MAX);
    for _ in 0..1_600 {
        first = first.min(sample(&early));
        last = last.min(sample(&late));
    }
    last / first
}

fn early_exit(one: &[u8; 64], other: &[u8; 64]) -> bool {
    one.iter().zip(other).all(|(a, b)| black_box(a) == black_box(b))
}

#[test]
fn where_signatures_differ_does_not_show_in_the_time() {
    let ratio = ratio(same);
    assert!((0.7..1.4).contains(&ratio), "last byte over first byte: {ratio}");
}

#[test]
fn tooth_an_early_exit_is_caught() {
    let ratio = ratio(early_exit);
    assert!(ratio > 2.0, "last byte over first byte: {ratio}");
}

//! Frames that are followed, and when a connection is told to go or cut.

use super::meter::{Meter, PREFACE};
use super::streams::Streams;
use crate::net::AnswerBody;
use crate::net::pulse::{Patience, Timed, Verdict};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

const PATIENCE: Patience = Patience { idle: 1_000, head: 100, greeting: 100 };

fn frame(kind: u8, flags: u8, payload: usize) -> Vec<u8> {
    let [_, a, b, c] = u32::try_from(payload).unwrap().to_be_bytes();
    [&[a, b, c, kind, flags, 0, 0, 0, 1][..], &vec![7; payload]].concat()
}

#[test]
fn a_header_block_is_open_from_its_first_byte_to_its_last() {
    // Settings, a header block in three frames with its body, a ping.
    let (settings, headers, more) = (frame(4, 0, 12), frame(1, 1, 5), frame(9, 0, 0));
    let (last, body, ping) = (frame(9, 4, 300), frame(0, 1, 70_000), frame(6, 0, 8));
    let all = [PREFACE, &settings, &headers, &more, &last, &body, &ping].concat();
    let from = PREFACE.len() + settings.len();
    let until = from + headers.len() + more.len() + last.len();
    let mut meter = Meter::default();
    for (at, byte) in all.iter().enumerate() {
        meter.feed(&[*byte]);
        let came = at + 1;
        // Whatever is begun counts, but for what a body is made of once its head is there.
        let boundary = came == PREFACE.len() || came == from || came == until || came == all.len();
        let in_body = (until + 9..=until + body.len()).contains(&came);
        assert_eq!(meter.is_within(), !(boundary || in_body), "after {came} bytes");
    }
}

#[test]
fn how_the_bytes_are_cut_makes_no_difference() {
    let frames = [frame(4, 0, 6), frame(1, 4, 40), frame(0, 1, 3), frame(1, 0, 8), frame(9, 0, 2)];
    let all = [PREFACE.to_vec(), frames.concat()].concat();
    for size in [1, 2, 3, 5, 8, 24, 31, 1_000] {
        let mut meter = Meter::default();
        all.chunks(size).for_each(|chunk| meter.feed(chunk));
        assert!(meter.is_within(), "{size}");
        meter.feed(&frame(9, 4, 1));
        assert!(!meter.is_within(), "{size}");
    }
}

struct World {
    clock: Arc<AtomicU32>,
    streams: Arc<Streams>,
}

impl World {
    fn new(resets: u32) -> Self {
        let clock = Arc::new(AtomicU32::new(0));
        World { streams: Arc::new(Streams::new(clock.clone(), resets)), clock }
    }

    fn at(&self, now: u32) -> Verdict {
        self.clock.store(now, Relaxed);
        self.streams.judge(now, &PATIENCE)
    }
}

#[test]
fn a_connection_without_requests_is_told_to_go_and_then_cut() {
    let world = World::new(9);
    world.streams.read(false);
    assert_eq!(world.at(999), Verdict::Stay);
    assert_eq!(world.at(1_000), Verdict::Leave);
    assert_eq!(world.at(2_999), Verdict::Leave);
    assert!(world.streams.begin().is_some(), "what was sent before the good-bye came is still begun");
    assert_eq!(world.at(3_000), Verdict::Cut);
    assert!(world.streams.begin().is_none());
}

#[test]
fn what_was_begun_is_never_cut_and_what_is_not_taken_is() {
    let world = World::new(9);
    let begun = world.streams.begin().unwrap();
    assert_eq!(world.at(1_000_000), Verdict::Stay);
    let unsent = begun.answered(AnswerBody::default());
    assert_eq!(world.at(1_000_999), Verdict::Stay);
    let other = world.streams.begin().unwrap();
    assert_eq!(world.at(1_001_000), Verdict::Leave, "another one is still being answered");
    drop(other);
    assert_eq!(world.at(1_001_100), Verdict::Cut);
    drop(unsent);
}

#[test]
fn an_answer_that_was_taken_leaves_the_connection_idle() {
    let world = World::new(9);
    let begun = world.streams.begin().unwrap();
    world.at(5_000);
    drop(begun.answered(AnswerBody::default()));
    assert_eq!(world.at(5_999), Verdict::Stay);
    assert_eq!(world.at(6_000), Verdict::Leave);
}

#[test]
fn headers_that_drip_end_the_connection_once_nothing_is_begun() {
    let world = World::new(9);
    let begun = world.streams.begin().unwrap();
    world.at(10);
    world.streams.read(true);
    world.at(60);
    world.streams.read(true);
    assert_eq!(world.at(109), Verdict::Stay);
    assert_eq!(world.at(110), Verdict::Leave);
    drop(begun.answered(AnswerBody::default()));
    assert_eq!(world.at(111), Verdict::Cut);
    let whole = World::new(9);
    whole.streams.read(true);
    whole.streams.read(false);
    assert_eq!(whole.at(999), Verdict::Stay);
}

#[test]
fn writes_that_nobody_takes_end_the_connection() {
    let world = World::new(9);
    world.at(500);
    world.streams.stalled();
    drop(world.streams.begin().unwrap().answered(AnswerBody::default()));
    world.streams.stalled();
    assert_eq!(world.at(1_499), Verdict::Stay);
    assert_eq!(world.at(1_500), Verdict::Cut);
    let taken = World::new(9);
    taken.at(500);
    taken.streams.stalled();
    drop(taken.streams.begin().unwrap().answered(AnswerBody::default()));
    taken.streams.wrote();
    assert_eq!(taken.at(1_499), Verdict::Stay);
}

#[test]
fn requests_taken_back_count_against_those_answered() {
    let world = World::new(3);
    for _ in 0..50 {
        drop(world.streams.begin().unwrap());
        drop(world.streams.begin().unwrap().answered(AnswerBody::default()));
    }
    (0..3).for_each(|_| drop(world.streams.begin().unwrap()));
    assert_eq!(world.at(1), Verdict::Stay);
    drop(world.streams.begin().unwrap());
    assert!(world.streams.begin().is_none());
    assert_eq!(world.at(2), Verdict::Cut);
}

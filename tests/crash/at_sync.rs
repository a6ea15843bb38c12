//! Killed at its first sync, at its second, at its third …: first start, key creation, first calls, shutdown (P3, P4).

use crate::check::{End, check, no_complaints};
use crate::image::Image;
use crate::load::{Stage, script};
use crate::replay::{dead, replay, spent};
use crate::strace;
use claviger_tests::cases::Verdict;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server, find_token};
use rustix::process::Signal;
use std::time::Duration;

/// More syncs than a start, the script and a shutdown make together.
const MANY: u32 = 400;
/// Fewer syncs than these a start and the script cannot do with.
const FEWEST: u32 = 10;
/// The short run tries each of the first syncs and then every few.
const EACH: u32 = 24;

/// What is tried of the syncs after the first ones: every `stride`-th.
pub(crate) fn every(stride: u32) -> Verdict {
    if let Err(why) = strace::usable() {
        return Verdict::NotRun(why);
    }
    let mut at = 1;
    let mut tried = 0;
    while at < MANY {
        tried += 1;
        if !killed_at(at) {
            assert!(
                tried > FEWEST,
                "only {} syncs: nothing was made durable, or no fault was put in",
                tried - 1
            );
            return Verdict::Passed(format!(
                "killed at {} syncs up to the {at}th, which is never made",
                tried - 1
            ));
        }
        at += if at < EACH { 1 } else { stride };
    }
    panic!("still killed at sync {MANY}: the script is not as short as it was meant");
}

/// Runs the script on a new data directory, killed at sync number `at`; false if it ended before that.
fn killed_at(at: u32) -> bool {
    let scratch = Scratch::new("at-sync");
    let plain = Options::new(&scratch.join("data"));
    let under = strace::under("fdatasync,fsync", &format!("signal=KILL:when={at}"));
    let under = Options { under, ..plain.clone() };
    let (mut book, mut ended) = (Default::default(), false);
    if let Ok(mut server) = Server::try_start(&under)
        && let Some(token) = find_token(&server.said())
    {
        let stage = Stage::new(server.address, &token, at);
        book = script(stage);
        server.signal(Signal::TERM);
        let status = server.wait(Duration::from_secs(10)).expect("it ends, one way or the other");
        ended = status.success();
    }
    let about = format!("killed at sync {at}");
    // Whatever was left behind, the next start takes it.
    let server = Server::start(&plain);
    server.kill();
    let image = Image::read(&plain.data);
    no_complaints(&check(&book, &image, End::Closed), &about);
    let server = Server::start(&plain);
    let again = replay(server.address, spent(&book, &image).into_iter(), &dead(&image));
    no_complaints(&again, &about);
    !ended
}

//! `kill -9` at any moment, again and again, on one data directory (P1, P3, P4). A kill is no roll-back: the witness that
//! is kept meanwhile lets every start go on (P14).

use crate::check::{End, no_complaints};
use crate::world::World;
use claviger_tests::cases::Verdict;
use claviger_tests::chance::Chance;
use claviger_tests::server::{Server, nap};
use std::time::Duration;

/// Rounds on one data directory; a longer run begins a new one.
const PER_WORLD: u32 = 50;

/// Kills `rounds` times.
pub(crate) fn loop_of(rounds: u32, seed: u64) -> Verdict {
    let mut chance = Chance::new(seed);
    let mut totals = Totals::default();
    let mut left = rounds;
    while left > 0 {
        let here = left.min(PER_WORLD);
        world(here, &mut chance, &mut totals);
        left -= here;
    }
    let Totals { acknowledged, unknown, entries, slowest } = totals;
    assert!(
        acknowledged > 1000 && unknown > 0,
        "nothing was in flight: {acknowledged} acknowledged, {unknown} unknown"
    );
    Verdict::Passed(format!(
        "{rounds} kills; {acknowledged} calls acknowledged, {unknown} unknown, {entries} entries; slowest start {slowest:?}"
    ))
}

#[derive(Default)]
struct Totals {
    acknowledged: usize,
    unknown: usize,
    entries: usize,
    slowest: Duration,
}

fn world(rounds: u32, chance: &mut Chance, totals: &mut Totals) {
    let (mut world, mut server) = World::witnessed("kill");
    for round in 1..=rounds {
        let load = world.load(&server);
        nap(20 + chance.below(400));
        load.over();
        server.kill();
        world.book.append(load.book());
        let (image, complaints) = world.check(End::Killed);
        no_complaints(&complaints, &format!("round {round}, killed"));
        server = Server::start(&world.options);
        totals.slowest = totals.slowest.max(server.took);
        no_complaints(&world.replay(&server, &image, 100), &format!("round {round}, started again"));
    }
    let status = server.stop(Duration::from_secs(10));
    assert!(status.success(), "{status}");
    let (image, complaints) = world.check(End::Closed);
    no_complaints(&complaints, "at the end");
    let server = Server::start(&world.options);
    no_complaints(&world.replay(&server, &image, usize::MAX), "everything sent again at the end");
    totals.acknowledged += world.book.acknowledged();
    totals.unknown += world.book.unknown();
    totals.entries += image.entries.len();
}

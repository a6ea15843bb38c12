//! SIGTERM under load: what the server has taken it answers, nothing acknowledged is lost, it ends with status 0, and
//! it is back soon.

use crate::check::{End, no_complaints};
use crate::world::World;
use claviger_tests::cases::Verdict;
use claviger_tests::chance::Chance;
use claviger_tests::server::{Server, nap};
use rustix::process::Signal;
use std::time::Duration;

const ROUNDS: u32 = 5;
/// Longest time until it has ended, with calls in flight.
const STOP: Duration = Duration::from_secs(5);
/// Longest time until it is ready again.
const READY: Duration = Duration::from_secs(1);

pub(crate) fn under_load(seed: u64) -> Verdict {
    let mut chance = Chance::new(seed);
    let (mut world, mut server) = World::new("terminate");
    let mut slowest = Duration::ZERO;
    for round in 1..=ROUNDS {
        let load = world.load(&server);
        nap(150 + chance.below(300));
        server.signal(Signal::TERM);
        let status = server.wait(STOP);
        let said = server.said();
        // Every whole answer counts, those after the signal, too; the clients end when nobody answers any more.
        world.book.append(load.until_gone());
        assert!(status.is_some_and(|status| status.success()), "round {round}: {status:?}\n{said}");
        let (image, complaints) = world.check(End::Answered);
        no_complaints(&complaints, &format!("round {round}, stopped"));
        server = Server::start(&world.options);
        assert!(server.took < READY, "ready after {:?}", server.took);
        slowest = slowest.max(server.took);
        no_complaints(&world.replay(&server, &image, 50), &format!("round {round}, started again"));
    }
    let (acknowledged, unknown) = (world.book.acknowledged(), world.book.unknown());
    assert!(acknowledged > 100, "nothing was in flight: {acknowledged}");
    Verdict::Passed(format!(
        "{ROUNDS} stops; {acknowledged} acknowledged, {unknown} not taken; ready within {slowest:?}"
    ))
}

//! P4 and P1 through a power cut: what was acknowledged before the cut is there after it.

use crate::check::{End, no_complaints};
use crate::disk::{Disk, cuttable};
use crate::strace::{self, Fault};
use crate::world::World;
use claviger_tests::cases::{Verdict, quietly};
use claviger_tests::chance::Chance;
use claviger_tests::server::{Options, Server, nap};

/// Cuts the power `rounds` times, each on a disk of its own.
pub(crate) fn rounds(rounds: u32, seed: u64) -> Verdict {
    if let Err(why) = cuttable() {
        return Verdict::NotRun(why);
    }
    let (mut chance, mut acknowledged) = (Chance::new(seed), 0);
    for round in 1..=rounds {
        acknowledged += cut(20 + chance.below(300), false, &format!("power cut {round}"));
    }
    assert!(acknowledged > 10, "nothing was acknowledged: {acknowledged}");
    Verdict::Passed(format!("{rounds} power cuts; {acknowledged} calls acknowledged"))
}

/// The tooth: a disk that lies. Syncs are answered and not made, so acknowledged calls must get lost, and the check
/// must see it.
pub(crate) fn tooth() -> Verdict {
    if let Err(why) = cuttable().and_then(|()| strace::usable()) {
        return Verdict::NotRun(why);
    }
    let caught = quietly(|| cut(400, true, "a disk that lies"));
    assert!(caught.is_err(), "syncs were not made, and nothing was missed");
    Verdict::Passed("lost calls are seen when syncs are answered and not made".to_owned())
}

/// One cut after a load of so many milliseconds; how many calls were acknowledged before it.
fn cut(millis: u64, lies: bool, about: &str) -> usize {
    let mut disk = Disk::new(64).expect("tried before");
    let (mut world, server) = World::on(&Options::new(&disk.path().join("data")));
    let fault = lies.then(|| Fault::on(server.pid(), "fdatasync,fsync", "retval=0"));
    let load = world.load(&server);
    nap(millis);
    load.over();
    disk.cut();
    server.kill();
    drop(fault);
    world.book.append(load.book());
    disk.power_on();
    let (image, complaints) = world.check(End::Killed);
    no_complaints(&complaints, about);
    let server = Server::start(&world.options);
    no_complaints(&world.replay(&server, &image, 0), about);
    server.kill();
    world.book.acknowledged()
}

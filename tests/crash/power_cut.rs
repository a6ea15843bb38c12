//! P4 and P1 through a power cut: what was acknowledged before the cut is there after it. So is all that was witnessed, on
//! a disk that was not cut: the start goes on (P14).

use crate::check::{End, is_lost, no_complaints};
use crate::disk::{Disk, cuttable};
use crate::image::Image;
use crate::strace::{self, Fault};
use crate::world::{World, witnessed};
use claviger_tests::cases::{Verdict, quietly};
use claviger_tests::chance::Chance;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server, nap};

/// A lying disk may leave nothing that can be read at all; one cut in so many must leave a log with a call missing.
const LYING_ROUNDS: u32 = 12;

/// Cuts the power `rounds` times, each on a disk of its own.
pub(crate) fn rounds(rounds: u32, seed: u64) -> Verdict {
    if let Err(why) = cuttable() {
        return Verdict::NotRun(why);
    }
    let (mut chance, mut acknowledged) = (Chance::new(seed), 0);
    for round in 1..=rounds {
        let about = format!("power cut {round}");
        let mut cut = cut(20 + chance.below(300), false);
        no_complaints(&cut.complaints, &about);
        let server = Server::start(&cut.world.options);
        no_complaints(&cut.world.replay(&server, &cut.image, 0), &about);
        server.kill();
        acknowledged += cut.world.book.acknowledged();
    }
    assert!(acknowledged > 10, "nothing was acknowledged: {acknowledged}");
    Verdict::Passed(format!("{rounds} power cuts; {acknowledged} calls acknowledged"))
}

/// The tooth: a disk that lies. Syncs are answered and not made, so acknowledged calls must get lost, and the check
/// must name one.
pub(crate) fn tooth() -> Verdict {
    if let Err(why) = cuttable().and_then(|()| strace::usable()) {
        return Verdict::NotRun(why);
    }
    let mut unreadable = 0;
    for round in 1..=LYING_ROUNDS {
        match quietly(|| cut(400, true).complaints) {
            Ok(complaints) if complaints.iter().any(|complaint| is_lost(complaint)) => {
                return Verdict::Passed(format!("cut {round}: lost calls are seen when syncs are not made"));
            }
            Ok(_) => {}
            Err(_) => unreadable += 1,
        }
    }
    panic!("syncs were not made in {LYING_ROUNDS} cuts ({unreadable} unreadable), and no lost call was seen")
}

/// A cut, and what was found after it.
struct Cut {
    world: World,
    image: Image,
    complaints: Vec<String>,
    /// Where the witness is.
    _elsewhere: Scratch,
    /// Goes last: it is what the others lie on.
    _disk: Disk,
}

/// One cut after a load of so many milliseconds.
fn cut(millis: u64, lies: bool) -> Cut {
    let mut disk = Disk::new(64).expect("tried before");
    let elsewhere = Scratch::new("elsewhere");
    let options = witnessed(Options::new(&disk.path().join("data")), &elsewhere);
    let (mut world, server) = World::on(&options);
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
    Cut { world, image, complaints, _elsewhere: elsewhere, _disk: disk }
}

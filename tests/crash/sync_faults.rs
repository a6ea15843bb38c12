//! P6: a disk that fails, stalls or is full. Calls are refused as *not done* within two seconds, nothing hangs,
//! nothing refused is carried out, and service comes back by itself when the fault ends.

use crate::check::{End, no_complaints};
use crate::disk::{Disk, fill};
use crate::strace::{self, Fault};
use crate::world::World;
use claviger_tests::cases::Verdict;
use claviger_tests::http::Connection;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server, nap};
use claviger_tests::trader::Trader;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::{Duration, Instant};

/// What is promised.
const ANSWER: Duration = Duration::from_secs(2);
/// Keys that are used for the first time during a fault.
const UNREAD: usize = 40;
/// Longest time from the end of the fault to the first call that goes well.
const BACK: Duration = Duration::from_secs(5);

/// Every sync fails.
pub(crate) fn failing() -> Verdict {
    injected("fdatasync,fsync", "error=EIO", 3_000)
}

/// Every sync takes four seconds.
pub(crate) fn stalling() -> Verdict {
    injected("fdatasync,fsync", "delay_enter=4000000", 6_000)
}

/// Every sync fails, after three seconds.
pub(crate) fn failing_slowly() -> Verdict {
    injected("fdatasync,fsync", "error=EIO:delay_enter=3000000", 9_000)
}

/// Every write says that the disk is full.
pub(crate) fn no_space() -> Verdict {
    injected("pwrite64", "error=ENOSPC", 3_000)
}

fn injected(calls: &str, how: &str, millis: u64) -> Verdict {
    if let Err(why) = strace::usable() {
        return Verdict::NotRun(why);
    }
    let (mut world, server) = World::new("sync-fault");
    suffer(&mut world, server, |server| {
        let fault = Fault::on(server.pid(), calls, how);
        nap(millis);
        drop(fault);
    })
}

/// A file system that is really full; what the server prints goes elsewhere.
pub(crate) fn full_disk() -> Verdict {
    let elsewhere = Scratch::new("full-disk-log");
    filled(|options| options.output = elsewhere.join("out"))
}

/// The same, with what it prints on the full disk, too: nobody may stumble over a line that cannot be written.
pub(crate) fn full_disk_and_log() -> Verdict {
    filled(|_| {})
}

fn filled(change: impl FnOnce(&mut Options)) -> Verdict {
    let disk = match Disk::new(64) {
        Ok(disk) => disk,
        Err(why) => return Verdict::NotRun(why),
    };
    let mut options = Options::new(&disk.path().join("data"));
    change(&mut options);
    let (mut world, server) = World::on(&options);
    suffer(&mut world, server, |_| {
        let ballast = fill(&disk.path(), 256 * 1024);
        nap(3_000);
        std::fs::remove_file(ballast).expect("our own file");
    })
}

/// A load before, during and after the fault.
fn suffer(world: &mut World, server: Server, fault: impl FnOnce(&Server)) -> Verdict {
    let mut admin = server.admin(&world.token);
    let probe = admin.new_trader("probe");
    let unread: Vec<_> = (0..UNREAD).map(|number| admin.new_trader(&format!("unread {number}"))).collect();
    let mut stage = world.stage(&server);
    (stage.patient, stage.answer_within) = (true, ANSWER);
    let (to, over) = (stage.to, stage.over.clone());
    let load = crate::load::Load::start(&stage, &world.cast);
    nap(300);
    let first_calls = std::thread::spawn(move || first_calls(to, &unread, &over));
    fault(&server);
    let back = until_back(&server, &probe);
    nap(300);
    load.over();
    world.book.append(load.book());
    let slowest = first_calls.join().expect("calls do not panic");
    assert!(slowest <= ANSWER, "the first call of a key was answered after {slowest:?}");
    let status = server.stop(Duration::from_secs(10));
    assert!(status.success(), "{status}");
    let (image, complaints) = world.check(End::Closed);
    no_complaints(&complaints, "after the fault");
    let server = Server::start(&world.options);
    no_complaints(&world.replay(&server, &image, 0), "sent again after the fault");
    let refused = world.book.calls.iter().filter(|call| call.is_not_done()).count();
    assert!(refused > 10, "the fault was not felt: {refused} calls were refused as not done");
    let acknowledged = world.book.acknowledged();
    Verdict::Passed(format!("{acknowledged} acknowledged, {refused} not done; back after {back:?}"))
}

/// Calls of keys that nobody has used yet, so that each has to be read from the store; the longest time one took.
fn first_calls(to: SocketAddr, keys: &[Trader], over: &AtomicBool) -> Duration {
    let mut slowest = Duration::ZERO;
    for key in keys.iter().take_while(|_| !over.load(SeqCst)) {
        let (started, signed) = (Instant::now(), key.sign("Balance", &[]));
        let answered = signed.send(&mut Connection::new(to));
        slowest = slowest.max(started.elapsed());
        assert!(answered.is_ok(), "no whole answer: {answered:?}");
        nap(150);
    }
    slowest
}

fn until_back(server: &Server, probe: &Trader) -> Duration {
    let (started, mut connection) = (Instant::now(), Connection::new(server.address));
    loop {
        let asked = Instant::now();
        let reply = probe.sign("Balance", &[]).send(&mut connection);
        assert!(asked.elapsed() <= ANSWER + BACK, "a call took {:?}", asked.elapsed());
        if reply.is_ok_and(|reply| reply.is_ok()) {
            return started.elapsed();
        }
        assert!(server.is_alive(), "the server is gone:\n{}", server.said());
        assert!(started.elapsed() < BACK, "no service {BACK:?} after the fault ended:\n{}", server.said());
        nap(20);
    }
}

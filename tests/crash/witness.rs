//! P14 under the real program: files copied back under a load and a kill, and a witness whose disk is full.

use crate::disk::{Disk, fill};
use crate::world::World;
use claviger_tests::cases::Verdict;
use claviger_tests::chance::Chance;
use claviger_tests::http::Connection;
use claviger_tests::server::{Options, Server, binary, nap};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// The data as it was after a kill is put back after another one.
pub(crate) fn copied_back(seed: u64) -> Verdict {
    let mut chance = Chance::new(seed);
    let (mut world, server) = World::witnessed("copied-back");
    under_load_and_killed(&mut world, server, &mut chance);
    let copy = world.data().with_file_name("copy");
    copy_all(world.data(), &copy);
    let server = Server::start(&world.options);
    under_load_and_killed(&mut world, server, &mut chance);
    copy_all(&copy, world.data());
    let failed = Server::try_start(&world.options).expect_err("data that was rolled back is served");
    let status = failed.status.unwrap_or_else(|| panic!("it hangs\n{}", failed.said));
    assert!(!status.success() && failed.said.contains("the data was rolled back"), "{}", failed.said);
    assert!(
        failed.said.contains("claviger recover rollback") && !failed.said.contains("panicked"),
        "{}",
        failed.said
    );
    let held = recover(&world);
    assert!(held.status.success(), "{}", String::from_utf8_lossy(&held.stderr));
    let server = Server::start(&world.options);
    let mut connection = Connection::new(server.address);
    let accepted = world.book.calls.iter().filter(|call| {
        let reply = call.signed.send(&mut connection);
        reply.is_ok_and(|reply| reply.is_ok())
    });
    assert_eq!(accepted.count(), 0, "a call came back to life");
    let answer = server.admin(&world.token).get("/keys").expect("an answer");
    assert_eq!(answer.status, 401, "a token from before works");
    let sent = world.book.calls.len();
    Verdict::Passed(format!("refused, then held; {sent} calls sent again and none accepted"))
}

fn under_load_and_killed(world: &mut World, server: Server, chance: &mut Chance) {
    let load = world.load(&server);
    nap(1_200 + chance.below(400));
    load.over();
    server.kill();
    world.book.append(load.book());
}

fn recover(world: &World) -> Output {
    let mut program = Command::new(binary());
    program.args(["recover", "rollback", "--yes", "--data-dir"]).arg(world.data()).env_clear();
    for setting in &world.options.settings {
        program.args(["--set", setting]);
    }
    program.output().expect("the program")
}

fn copy_all(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir(to).expect("a new folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a readable folder");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}

/// The witness's disk is full: calls do not notice, and it is kept again when there is room.
pub(crate) fn full_disk() -> Verdict {
    let disk = match Disk::new(16) {
        Ok(disk) => disk,
        Err(why) => return Verdict::NotRun(why),
    };
    let (world, server) = World::new("witness-full");
    server.stop(Duration::from_secs(10));
    let witness = format!("witness.directory={}", disk.path().display());
    let options = Options { ..world.options.clone() }.set(&witness).set("witness.every_ms=100");
    let server = Server::start(&options);
    let file = disk.path().join("claviger.witness");
    until("it is kept", || file.exists());
    let mut ballast = vec![fill(&disk.path(), 0)];
    // Room that was set aside for the large file is free again once that is written.
    while let Some(crumb) = crumb(&disk.path(), ballast.len()) {
        ballast.push(crumb);
    }
    let fails = "the witness (directory) fails";
    let (mut connection, mut slowest) = (Connection::new(server.address), Duration::ZERO);
    let mut call = || {
        let begun = Instant::now();
        let reply = world.cast.reader.sign("Balance", &[]).send(&mut connection).expect("an answer");
        assert!(reply.is_ok(), "{}", reply.error());
        slowest = slowest.max(begun.elapsed());
    };
    until("it is told of", || {
        call();
        ready(&server).contains(fails)
    });
    (0..50).for_each(|_| call());
    // What is there is whole, whatever could not be written.
    let kept = fs::read(&file).expect("the statement before");
    assert!(claviger_audit::witness::Statement::parse(&kept).is_ok(), "{}", String::from_utf8_lossy(&kept));
    ballast.iter().for_each(|path| fs::remove_file(path).expect("our own file"));
    until("it is kept again", || {
        call();
        !ready(&server).contains(fails)
    });
    assert!(slowest < Duration::from_secs(1), "a call took {slowest:?}");
    let status = server.stop(Duration::from_secs(10));
    assert!(status.success(), "{status}");
    Server::start(&options).stop(Duration::from_secs(10));
    Verdict::Passed(format!("calls went on; the slowest took {slowest:?}"))
}

/// One more block of a disk; none if it has none left.
fn crumb(folder: &Path, number: usize) -> Option<PathBuf> {
    let path = folder.join(format!("crumb{number}"));
    let mut file = File::create(&path).ok()?;
    let written = file.write_all(&[1; 4096]).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(&path);
    }
    written.ok().map(|()| path)
}

fn ready(server: &Server) -> String {
    let answer = Connection::new(server.address).request("GET", "/readyz", &[], b"").expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text()
}

fn until(what: &str, done: impl FnMut() -> bool) {
    let (begun, mut done) = (Instant::now(), done);
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(20), "not within twenty seconds: {what}");
        nap(50);
    }
}

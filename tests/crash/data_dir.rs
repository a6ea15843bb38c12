//! A data directory that somebody else serves, or whose database was damaged, cut off, or made by another program: a
//! clear error, no panic, nothing changed.

use crate::check::{End, check, no_complaints};
use crate::image::Image;
use crate::world::World;
use claviger_tests::cases::Verdict;
use claviger_tests::chance::Chance;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Failed, Options, Server, nap};
use rusqlite::Connection;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::time::Duration;

const DATABASE: &str = "claviger.db";
/// Places at which bits are flipped in a short run.
const FLIPS: u32 = 40;

/// A second process is refused, and the first goes on.
pub(crate) fn second_process() -> Verdict {
    let (world, server) = World::new("second");
    let other = Options { output: world.options.data.with_extension("second"), ..world.options.clone() };
    let failed = Server::try_start(&other).expect_err("two processes serve one data directory");
    is_clear(&failed, "a second process");
    assert!(failed.said.contains("another process"), "{}", failed.said);
    assert!(world.cast.reader.call(server.address, "Balance", &[]).is_ok());
    server.kill();
    // The lock goes with the process, however that ended.
    Server::start(&world.options).stop(Duration::from_secs(5));
    Verdict::Passed("refused; the first went on".to_owned())
}

/// Everything that can be done to a file.
pub(crate) fn damaged(seed: u64) -> Verdict {
    let (mut world, server) = World::new("damaged");
    let load = world.load(&server);
    nap(400);
    load.over();
    let status = server.stop(Duration::from_secs(10));
    assert!(status.success());
    world.book.append(load.book());
    // Everything in the one file that is damaged.
    let database = world.data().join(DATABASE);
    Connection::open(&database).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let sound = fs::read(&database).unwrap();
    let mut tries = Tries { world: &world, sound: &sound, refused: 0, served: 0 };
    tries.must_refuse("another program's", another_program(&sound));
    tries.must_refuse("a newer release's", newer(&sound));
    tries.must_refuse("a text", b"this is not a database\n".repeat(1000));
    for keep in [1, 100, 4096, sound.len() / 2, sound.len() - 1] {
        tries.one(&format!("cut off after {keep}"), sound[..keep].to_vec());
    }
    let mut chance = Chance::new(seed);
    for _ in 0..FLIPS {
        let (mut bytes, at) = (sound.clone(), chance.index(sound.len()));
        bytes[at] ^= 1 << chance.below(8);
        tries.one(&format!("a bit flipped at {at}"), bytes);
    }
    let Tries { refused, served, .. } = tries;
    Verdict::Passed(format!("{refused} refused with a clear error, {served} served, none panicked"))
}

fn another_program(sound: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    bytes[68..72].copy_from_slice(b"abcd");
    bytes
}

fn newer(sound: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    bytes
}

struct Tries<'w> {
    world: &'w World,
    sound: &'w [u8],
    refused: u32,
    served: u32,
}

impl Tries<'_> {
    fn must_refuse(&mut self, what: &str, bytes: Vec<u8>) {
        let refused = self.refused;
        self.one(what, bytes);
        assert!(self.refused > refused, "{what} was served");
    }

    /// Starts a server on a copy of the data directory with this database.
    fn one(&mut self, what: &str, bytes: Vec<u8>) {
        let scratch = Scratch::new("damaged-copy");
        let (data, output) = (scratch.join("data"), scratch.join("out"));
        let options = Options { data, output, ..self.world.options.clone() };
        fs::create_dir(&options.data).unwrap();
        fs::copy(self.world.data().join("master.key"), options.data.join("master.key")).unwrap();
        let database = options.data.join(DATABASE);
        fs::write(&database, &bytes).unwrap();
        match Server::try_start(&options) {
            Err(failed) => {
                self.refused += 1;
                is_clear(&failed, what);
                assert!(fs::read(&database).unwrap() == bytes, "{what}: refused, and changed");
                self.does_no_harm(what, &options);
            }
            Ok(server) => {
                self.served += 1;
                // What was flipped may be found later; then calls are refused, and it lives.
                nap(200);
                let said = server.said();
                assert!(!said.contains("panicked"), "{what}: {said}");
                server.stop(Duration::from_secs(10));
            }
        }
    }

    /// With the sound file back in its place, all is as it was: the refused start has left nothing that hurts.
    fn does_no_harm(&self, what: &str, options: &Options) {
        fs::write(options.data.join(DATABASE), self.sound).unwrap();
        Server::start(options).stop(Duration::from_secs(10));
        let image = Image::read(&options.data);
        no_complaints(&check(&self.world.book, &image, End::Closed), &format!("{what}, and put back"));
    }
}

/// It said what is wrong, in a line of its own, and ended by itself.
fn is_clear(failed: &Failed, what: &str) {
    let Failed { status, said } = failed;
    let status = status.unwrap_or_else(|| panic!("{what}: it hangs\n{said}"));
    assert!(status.signal().is_none() && status.code() != Some(101), "{what}: {status}\n{said}");
    assert!(!status.success() && !said.contains("panicked"), "{what}: {status}\n{said}");
    assert!(said.contains("did not start"), "{what}: {said}");
}

//! The process that runs one parser.

use super::{Corpus, MEMORY, TIME};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

/// The exit status of a process in which one input took too long.
pub(super) const TOO_LONG: u8 = 97;

/// Runs `find(parser)` over inputs `from..to` of a corpus; `arguments` are those the parent gave.
///
/// # Panics
/// Whenever the parser does; that is what it is for.
pub fn child_main(arguments: &[String], find: impl Fn(&str) -> Option<fn(&[u8])>) -> ExitCode {
    let [parser, folder, seed, count, progress] = arguments else {
        panic!("the parent gives five arguments")
    };
    let entry = find(parser).unwrap_or_else(|| panic!("no parser is called {parser}"));
    let corpus = Corpus::read(Path::new(folder)).unwrap_or_else(|error| panic!("{error}"));
    let number = |text: &str| text.parse::<u64>().expect("the parent gives numbers");
    let progress = File::options().write(true).open(progress).expect("the parent made the file");
    limit_memory();
    let current = watch();
    for at in 0..corpus.len() + number(count) {
        let input = corpus.input(number(seed), at);
        progress.write_all_at(&at.to_le_bytes(), 0).expect("the file stays writable");
        current.store(at + 1, Relaxed);
        entry(&input);
    }
    ExitCode::SUCCESS
}

/// Runs a parser over one file, without any cap: to repeat a finding.
pub fn one_main(arguments: &[String], find: impl Fn(&str) -> Option<fn(&[u8])>) -> ExitCode {
    let [parser, file] = arguments else { panic!("usage: --one PARSER FILE") };
    let entry = find(parser).unwrap_or_else(|| panic!("no parser is called {parser}"));
    entry(&std::fs::read(file).unwrap_or_else(|error| panic!("{file}: {error}")));
    ExitCode::SUCCESS
}

/// From here on, an allocation that goes beyond the cap ends the process.
fn limit_memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB"));
    let Some(kib) = size.and_then(|text| text.parse::<u64>().ok()) else { return };
    let most = Some((kib << 10) + MEMORY);
    setrlimit(Resource::As, Rlimit { current: most, maximum: most }).expect("a limit may always be lowered");
}

/// Ends the process when the number of the current input has not changed for too long.
fn watch() -> Arc<AtomicU64> {
    let current = Arc::new(AtomicU64::new(0));
    let watched = current.clone();
    std::thread::spawn(move || {
        let (mut seen, mut since) = (0, Instant::now());
        let (lock, never) = (Mutex::new(()), Condvar::new());
        loop {
            drop(never.wait_timeout(lock.lock().expect("nobody else has it"), TIME / 20));
            let now = watched.load(Relaxed);
            if now != seen {
                (seen, since) = (now, Instant::now());
            } else if now > 0 && since.elapsed() > TIME {
                std::process::exit(TOO_LONG.into());
            }
        }
    });
    current
}

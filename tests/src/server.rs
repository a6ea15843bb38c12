//! A `claviger serve` of one's own: started, stopped, killed, started again.

use crate::admin::Admin;
use crate::scratch::target;
use claviger_core::credential::AdminToken;
use rustix::process::{Pid, Signal, kill_process};
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a start may take.
const START: Duration = Duration::from_secs(20);

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data directory.
    pub data: PathBuf,
    /// A program to run the server under, with its arguments: `strace -f …`.
    pub under: Vec<String>,
    /// Settings as typed after `--set`: `limits.rate_max=20`.
    pub settings: Vec<String>,
    /// What it prints goes here; each start appends.
    pub output: PathBuf,
}

impl Options {
    /// A server over `data` that counts calls but refuses none for their number.
    #[must_use]
    pub fn new(data: &Path) -> Self {
        let generous = ["limits.rate_max=4000000000", "limits.keys_per_account=1000000"];
        let (under, output) = (Vec::new(), data.with_extension("out"));
        Options { data: data.to_owned(), under, settings: generous.map(str::to_owned).to_vec(), output }
    }

    /// The same under another program.
    #[must_use]
    pub fn under(mut self, program: &[&str]) -> Self {
        self.under = program.iter().map(|part| (*part).to_owned()).collect();
        self
    }

    /// The same with one more setting.
    #[must_use]
    pub fn set(mut self, setting: &str) -> Self {
        self.settings.push(setting.to_owned());
        self
    }

    fn command(&self) -> Command {
        let mut words = self.under.clone();
        words.push(binary().to_string_lossy().into_owned());
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .arg("serve")
            .arg("--data-dir")
            .arg(&self.data)
            .args(["--bind", "127.0.0.1:0"]);
        for setting in &self.settings {
            command.args(["--set", setting]);
        }
        // What steers the suites is not the server's.
        let ours = std::env::vars_os().map(|(name, _)| name);
        for name in ours.filter(|name| name.to_string_lossy().starts_with("CLAVIGER_")) {
            command.env_remove(name);
        }
        command.env("NO_COLOR", "1");
        command
    }
}

/// The program under test: `CLAVIGER_BIN`, or what `cargo build` made.
#[must_use]
pub fn binary() -> PathBuf {
    let built = || target().join("debug/claviger");
    let path = std::env::var_os("CLAVIGER_BIN").map_or_else(built, PathBuf::from);
    assert!(path.exists(), "{}: build it first: cargo build", path.display());
    path
}

/// A server that did not come up.
#[derive(Debug, Clone)]
pub struct Failed {
    /// How it ended; none if it hung and was killed.
    pub status: Option<ExitStatus>,
    /// What it printed.
    pub said: String,
}

/// A running server; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    options: Options,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took to be ready.
    pub took: Duration,
    /// What was printed before this start.
    printed: usize,
}

impl Server {
    /// Starts it and waits until it listens.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    pub fn start(options: &Options) -> Self {
        Self::try_start(options)
            .unwrap_or_else(|failed| panic!("no server: {:?}\n{}", failed.status, failed.said))
    }

    /// Starts it and waits until it listens or ends.
    ///
    /// # Errors
    /// It ended, or did neither for twenty seconds.
    pub fn try_start(options: &Options) -> Result<Self, Failed> {
        let output = &options.output;
        let printed = std::fs::read(output).map_or(0, |bytes| bytes.len());
        let file = File::options().create(true).append(true).open(output).expect("a file beside the data");
        let again = file.try_clone().expect("a file can be shared");
        let started = Instant::now();
        let mut command = options.command();
        let child = command.stdin(Stdio::null()).stdout(file).stderr(again).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        loop {
            let said = said(output, printed);
            if let Some(address) = address(&said) {
                return Ok(Server {
                    child,
                    options: options.clone(),
                    address,
                    took: started.elapsed(),
                    printed,
                });
            }
            let ended = child.try_wait().expect("our own child");
            if ended.is_some() || started.elapsed() > START {
                let _ = (child.kill(), child.wait());
                // What it said last may have come after the look above.
                return Err(Failed { status: ended, said: self::said(output, printed) });
            }
            nap(2);
        }
    }

    /// What this process has printed so far.
    #[must_use]
    pub fn said(&self) -> String {
        said(&self.options.output, self.printed)
    }

    /// The token it printed at its first start.
    #[must_use]
    pub fn token(&self) -> String {
        find_token(&self.said()).unwrap_or_else(|| panic!("no token in what it printed:\n{}", self.said()))
    }

    /// An administrator with this token.
    #[must_use]
    pub fn admin(&self, token: &str) -> Admin {
        Admin::new(self.address, token)
    }

    /// The process that serves: the child, or the child of what it runs under.
    #[must_use]
    pub fn pid(&self) -> Pid {
        let own = self.child.id();
        let list = format!("/proc/{own}/task/{own}/children");
        let children = || std::fs::read_to_string(&list).unwrap_or_default();
        let inner = if self.options.under.is_empty() { String::new() } else { children() };
        let pid = inner.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or(own);
        Pid::from_raw(i32::try_from(pid).expect("a process id")).expect("a process id")
    }

    /// Sends the serving process a signal.
    pub fn signal(&self, signal: Signal) {
        let _ = kill_process(self.pid(), signal);
    }

    /// Whether the process is still there and not a corpse.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid().as_raw_nonzero()));
        stat.is_ok_and(|stat| !stat.contains(") Z "))
    }

    /// Kills it at once and waits until it is gone.
    pub fn kill(mut self) {
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }

    /// Asks it to stop and waits until it has ended.
    ///
    /// # Panics
    /// If it has not ended within `limit`.
    pub fn stop(mut self, limit: Duration) -> ExitStatus {
        self.signal(Signal::TERM);
        self.wait(limit).unwrap_or_else(|| panic!("still there {limit:?} after SIGTERM:\n{}", self.said()))
    }

    /// Waits until it ends by itself; none if it has not within `limit`.
    pub fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let started = Instant::now();
        while started.elapsed() < limit {
            if let Some(status) = self.child.try_wait().expect("our own child") {
                return Some(status);
            }
            nap(2);
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::KILL);
            let _ = (self.child.kill(), self.child.wait());
        }
    }
}

fn said(output: &Path, from: usize) -> String {
    let bytes = std::fs::read(output).unwrap_or_default();
    String::from_utf8_lossy(bytes.get(from..).unwrap_or_default()).into_owned()
}

fn address(said: &str) -> Option<SocketAddr> {
    let (_, rest) = said.split_once("listening on ")?;
    let rest = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?;
    // Without its end the line may be half written.
    let (address, _) = rest.split_once(|c: char| c.is_whitespace() || c == '/')?;
    address.parse().ok()
}

/// The first administration token in a text.
#[must_use]
pub fn find_token(text: &str) -> Option<String> {
    let starts = text.match_indices(AdminToken::PREFIX).map(|(at, _)| at);
    let tokens = starts.filter_map(|at| text.get(at..at + AdminToken::CHARS));
    tokens.filter(|token| AdminToken::parse(token.as_bytes()).is_ok()).map(str::to_owned).next()
}

/// Waits a moment; only ever between two looks at something that is waited for, or to let a load run.
#[expect(clippy::disallowed_methods, reason = "a test waits for another process")]
pub fn nap(millis: u64) {
    std::thread::sleep(Duration::from_millis(millis));
}

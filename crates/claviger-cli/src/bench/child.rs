//! The servers that are measured: child processes of this very program, so that their memory and
//! their start can be told from the generator's.

use std::io::{self, BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to come up or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running child; ended with the value.
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    /// The administration token, if this start made one.
    pub(super) token: Option<String>,
    /// From the start of the process to its first readiness.
    pub(super) ready_after: Duration,
}

impl Server {
    /// The real server on a data directory, with rate counters computed but generous.
    pub(super) fn claviger(data_dir: &Path) -> io::Result<Self> {
        Server::claviger_of(&std::env::current_exe()?, data_dir)
    }

    /// The same with its console.
    pub(super) fn console(data_dir: &Path) -> io::Result<Self> {
        Server::serving(&std::env::current_exe()?, data_dir, &["server.console=true"])
    }

    /// The same, sending notices to receivers on this machine.
    pub(super) fn telling(data_dir: &Path) -> io::Result<Self> {
        Server::serving(&std::env::current_exe()?, data_dir, &["notices.allow_networks=127.0.0.0/8"])
    }

    /// The same of another build.
    pub(super) fn claviger_of(program: &Path, data_dir: &Path) -> io::Result<Self> {
        Server::serving(program, data_dir, &[])
    }

    fn serving(program: &Path, data_dir: &Path, more: &[&str]) -> io::Result<Self> {
        let mut command = clean(program);
        // Neither the folder's configuration file nor the user's variables may change the figures.
        command
            .args(["serve", "--config", "/dev/null", "--data-dir"])
            .arg(data_dir)
            .args(["--bind", "127.0.0.1:0"]);
        for setting in SETTINGS.iter().chain(more) {
            command.args(["--set", setting]);
        }
        let server = Server::start(command)?;
        server.wait_ready()
    }

    /// The yardstick: an axum server that does nothing.
    pub(super) fn bare() -> io::Result<Self> {
        let mut command = clean(&std::env::current_exe()?);
        command.args(["bench", "--serve-bare"]);
        Server::start(command)
    }

    fn start(mut command: Command) -> io::Result<Self> {
        let started = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let out = child.stdout.take().ok_or_else(|| io::Error::other("the server has no output"))?;
        let (mut address, mut token) = (None, None);
        let mut lines = BufReader::new(out).lines();
        while address.is_none() {
            let Some(line) = lines.next() else {
                return Err(io::Error::other("the server ended before it listened"));
            };
            let line = line?;
            let word =
                |prefix| line.split_whitespace().find(|word| word.starts_with(prefix)).map(str::to_owned);
            token = token.or_else(|| word("ClavAdm1"));
            let url = line.split_once("listening on http://").map(|(_, rest)| rest);
            address = url.and_then(|rest| rest.split_whitespace().next()?.trim_end_matches('/').parse().ok());
        }
        // The rest of what it says is read away, or it would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.ok_or_else(|| io::Error::other("the server named no address"))?;
        Ok(Server { child, address, token, ready_after: started.elapsed() })
    }

    fn wait_ready(mut self) -> io::Result<Self> {
        let started = Instant::now();
        let listening = self.ready_after;
        let get = super::calls::Get::new("/readyz", None, b"");
        while !super::generator::once(self.address, get.clone()).unwrap_or(false) {
            if started.elapsed() > PATIENCE {
                return Err(io::Error::other("the server did not become ready"));
            }
        }
        self.ready_after = listening + started.elapsed();
        Ok(self)
    }

    /// Resident memory in bytes, as the system counts it.
    pub(super) fn resident_bytes(&self) -> io::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.map(|kilobytes| kilobytes * 1024).ok_or_else(|| io::Error::other("no VmRSS for the server"))
    }

    /// Ends it in an orderly way.
    pub(super) fn stop(mut self) -> io::Result<()> {
        self.terminate();
        let status = self.child.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("the server ended with {status}")))
        }
    }

    fn terminate(&self) {
        let id = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(id) = id {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
    }
}

/// The program, without any variable of its own.
fn clean(program: &Path) -> Command {
    let mut command = Command::new(program);
    let names = std::env::vars_os().map(|(name, _)| name);
    for name in names.filter(|name| name.to_string_lossy().starts_with("CLAVIGER_")) {
        command.env_remove(name);
    }
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        self.terminate();
        let _ = self.child.wait();
    }
}

/// Counters and budgets are kept, but no key of the run reaches them.
const SETTINGS: [&str; 5] = [
    "limits.rate_max=4000000",
    "limits.rate_decay_milli=4000000",
    "limits.accounts=100000",
    "limits.lookups_per_sec=1000000",
    "log.level=warn",
];

//! A real server as a child process, and the program run against it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_claviger");

/// The passphrase of every profile of the tests.
pub(crate) const PASSPHRASE: &str = "correct horse battery";

/// A running `claviger serve`, ended and removed with the value.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
    pub(crate) token: String,
    folder: TempDir,
}

impl Served {
    /// Starts one on any free port, with fresh data.
    pub(crate) fn start() -> Self {
        Self::start_with(tempfile::tempdir().unwrap(), &[])
    }

    /// Starts one with these further words, its data in this folder.
    pub(crate) fn start_with(folder: TempDir, words: &[&str]) -> Self {
        Self::start_in(folder, words, Stdio::inherit())
    }

    /// The same, with its log in a file, `log` in the folder.
    pub(crate) fn start_logged(folder: TempDir, words: &[&str]) -> Self {
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        Self::start_in(folder, words, log.into())
    }

    fn start_in(folder: TempDir, words: &[&str], log: Stdio) -> Self {
        let mut child = bare(folder.path())
            .args(["serve", "--bind", "127.0.0.1:0", "--set", "log.level=warn", "--data-dir"])
            .arg(folder.path().join("data"))
            .args(words)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let (mut token, mut url) = (String::new(), None);
        while url.is_none() {
            let line = lines.next().expect("the server ended before it listened");
            token = line
                .split_whitespace()
                .find(|word| word.starts_with("ClavAdm1"))
                .map_or(token, str::to_owned);
            url = line.strip_prefix("listening on ").map(str::to_owned);
        }
        Served { child, url: url.unwrap(), token, folder }
    }

    /// The program with URL, token and a home of its own, and nothing else of the environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = bare(self.folder.path());
        command.args(args).env("CLAVIGER_URL", &self.url).env("CLAVIGER_TOKEN", &self.token);
        command.env("CLAVIGER_PASSPHRASE", PASSPHRASE).stdin(Stdio::null());
        command
    }

    /// Runs it.
    pub(crate) fn run(&self, args: &[&str]) -> Said {
        Said::from(self.command(args).output().unwrap(), args)
    }

    /// The home of this server's user.
    pub(crate) fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Waits until the log of one that was started logged has these words.
    #[track_caller]
    pub(crate) fn wait_for_log(&self, words: &str) {
        let began = std::time::Instant::now();
        let log = || std::fs::read_to_string(self.home().join("log")).unwrap();
        while !log().contains(words) {
            assert!(began.elapsed().as_secs() < 20, "`{words}` is not in the log:\n{}", log());
            std::thread::park_timeout(std::time::Duration::from_millis(100));
        }
    }

    /// Ends the server with SIGTERM, and gives whether that was orderly.
    pub(crate) fn stop(mut self) -> bool {
        terminate(&self.child);
        self.child.wait().unwrap().success()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends SIGTERM.
pub(crate) fn terminate(child: &Child) {
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
}

/// The program in an environment that holds nothing but a home.
pub(crate) fn bare(home: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_clear().env("HOME", home).env("TZ", "UTC").current_dir(home);
    command
}

/// What a run of the program said.
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
    what: String,
}

impl Said {
    pub(crate) fn from(output: Output, args: &[&str]) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let status = output.status.code().unwrap();
        Said { status, out: text(output.stdout), err: text(output.stderr), what: args.join(" ") }
    }

    /// Asserts the exit status.
    #[track_caller]
    pub(crate) fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}\n{}\n{}", self.what, self.out, self.err);
        self
    }

    /// Asserts words on standard output.
    #[track_caller]
    pub(crate) fn said(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.out.contains(word), "{}: `{word}` is not in\n{}", self.what, self.out);
        }
        self
    }

    /// Asserts words on standard error.
    #[track_caller]
    pub(crate) fn complained(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "{}: `{word}` is not in\n{}", self.what, self.err);
        }
        self
    }

    /// The output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{}: {error}\n{}", self.what, self.out))
    }
}

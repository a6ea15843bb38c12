//! A host on which a server ran, and everything an operator does there.

use crate::disk::Disk;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server, binary};
use serde_json::Value;
use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long a server may take to end.
pub(super) const STOP: Duration = Duration::from_secs(10);

/// One finding, as programs are told it.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) check: String,
    pub(super) grade: String,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) remedy: String,
}

/// The host.
pub(super) struct Host {
    scratch: Scratch,
    /// The data directory.
    pub(super) data: PathBuf,
    /// Settings beside the data directory and the address.
    pub(super) settings: Vec<String>,
    /// Where it listens.
    pub(super) bind: String,
    /// Somebody else who listens.
    pub(super) other: Option<TcpListener>,
    /// A disk of its own.
    pub(super) disk: Option<Disk>,
}

impl Host {
    /// Runs a server with a key once, backs it up and stops it.
    pub(super) fn new() -> Self {
        let scratch = Scratch::new("doctor");
        let data = scratch.join("data");
        let settings = vec!["retention.max_bytes=67108864".to_owned()];
        let bind = "127.0.0.1:0".to_owned();
        let host = Host { scratch, data, settings, bind, other: None, disk: None };
        host.fill();
        host
    }

    /// Makes the data directory, with a key that was used.
    pub(super) fn fill(&self) {
        let server = self.start();
        let key = server.admin(&server.token()).new_trader("bot");
        assert!(key.call(server.address, "Balance", &[]).is_ok());
        server.stop(STOP);
        let _ = fs::remove_file(self.backup());
        self.claviger(&["backup", "--data-dir", &text(&self.data), "--to", &text(&self.backup())]);
        fs::copy(self.data.join("master.key"), self.path("master.key")).unwrap();
    }

    /// Something outside the data directory.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.scratch.join(name)
    }

    pub(super) fn backup(&self) -> PathBuf {
        self.path("the.backup")
    }

    /// The database with everything in it, in one file.
    pub(super) fn database(&self) -> PathBuf {
        let path = self.data.join("claviger.db");
        let database = rusqlite::Connection::open(&path).unwrap();
        database.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        path
    }

    /// Starts the server, which must come up.
    pub(super) fn start(&self) -> Server {
        let mut options = Options::new(&self.data);
        options.output = self.path("out");
        options.settings.extend(self.settings.iter().cloned());
        Server::start(&options)
    }

    /// Runs the program, which must succeed; gives what it printed.
    pub(super) fn claviger(&self, arguments: &[&str]) -> String {
        let (status, out, err) = self.run(arguments, &[]);
        assert_eq!(status, 0, "{arguments:?}: {out}{err}");
        out
    }

    /// Runs the program with these variables and no other.
    pub(super) fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
        let mut command = Command::new(binary());
        command.args(arguments).env_clear().env("HOME", self.scratch.path()).current_dir(self.scratch.path());
        let done = command.envs(variables.iter().copied()).output().expect("the program");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (done.status.code().unwrap_or(-1), text(&done.stdout), text(&done.stderr))
    }

    pub(super) fn run_doctor(&self, more: &[&str]) -> (i32, String) {
        let data = text(&self.data);
        let mut arguments = vec!["doctor", "--data-dir", &data, "--bind", &self.bind];
        for setting in &self.settings {
            arguments.extend(["--set", setting]);
        }
        arguments.extend(more);
        let (status, out, _) = self.run(&arguments, &[]);
        (status, out)
    }

    /// Everything the doctor finds.
    pub(super) fn doctor(&self) -> Vec<Finding> {
        let (_, out) = self.run_doctor(&["--json"]);
        let told: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"));
        let read = |one: &Value| {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            let (check, grade, what) = (text("check"), text("grade"), text("what"));
            Finding { check, grade, what, why: text("why"), remedy: text("remedy") }
        };
        told["findings"].as_array().unwrap().iter().map(read).collect()
    }

    /// The names of what is not good. How fast the disk of this machine is does not matter here.
    pub(super) fn not_good(&self) -> Vec<String> {
        let found = self.doctor().into_iter();
        let wrong = found.filter(|one| one.grade != "good" && one.check != "commit");
        wrong.map(|one| one.check).collect()
    }

    /// Carries out the command that is in a remedy.
    pub(super) fn obey(&self, remedy: &str) {
        let from = ["claviger ", "chmod "].iter().filter_map(|word| remedy.find(word)).min();
        let command = &remedy[from.unwrap_or_else(|| panic!("no command in: {remedy}"))..];
        let command = command.split([',', ')', ';']).next().unwrap();
        match command.strip_prefix("claviger ") {
            Some(arguments) => {
                let mut arguments: Vec<&str> = arguments.split(' ').collect();
                arguments.push("--yes");
                self.claviger(&arguments);
            }
            None => {
                let done = Command::new("sh").args(["-c", command]).status().expect("a shell");
                assert!(done.success(), "{command}");
            }
        }
    }

    /// Restores the backup in the place of what is there, into a folder that holds the master key.
    pub(super) fn restore(&self) {
        fs::rename(&self.data, self.path("kept")).unwrap();
        fs::create_dir(&self.data).unwrap();
        mode(&self.data, 0o700);
        self.put_back();
        self.claviger(&["restore", &text(&self.backup()), "--data-dir", &text(&self.data)]);
    }

    /// Puts the master key back that was kept apart.
    pub(super) fn put_back(&self) {
        let right = self.data.join("master.key");
        let _ = fs::remove_file(&right);
        fs::copy(self.path("master.key"), &right).unwrap();
        mode(&right, 0o600);
    }

    /// Admits the key again, as after every restore.
    pub(super) fn readmit(&self) {
        let (data, token) = (text(&self.data), text(&self.path("token")));
        self.claviger(&["recover", "token", "--data-dir", &data, "--write-token", &token, "--yes"]);
        let server = self.start();
        let url = format!("http://{}", server.address);
        let token = fs::read_to_string(token).unwrap();
        let arguments = ["keys", "readmit", "bot", "--floor", "1000", "--yes", "--url", &url];
        let (status, out, err) = self.run(&arguments, &[("CLAVIGER_TOKEN", token.trim())]);
        assert_eq!(status, 0, "{out}{err}");
        server.stop(STOP);
    }
}

pub(super) fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

pub(super) fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

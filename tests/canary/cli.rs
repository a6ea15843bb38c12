//! The command line, as a person and a script use it.

use crate::options;
use crate::vault::Vault;
use claviger_tests::cases::Verdict;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Server, binary};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PASSPHRASE: &str = "a passphrase/of+some length";
const FACTOR: &str = "the \"second\" factor/of+a key";

struct Terminal<'t> {
    home: &'t Path,
    url: String,
    token: String,
}

impl Terminal<'_> {
    /// Runs a command with everything secret in its environment; none of it may come out.
    fn run(&self, arguments: &[&str], token: &str) -> Output {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home)
            .env("XDG_CONFIG_HOME", self.home.join("config"));
        command.env("CLAVIGER_URL", &self.url).env("CLAVIGER_TOKEN", token).env("NO_COLOR", "1");
        command.env("CLAVIGER_PASSPHRASE", PASSPHRASE).env("CLAVIGER_SECOND_FACTOR", FACTOR);
        command.env("CLAVIGER_OTP", FACTOR).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1");
        command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
    }

    /// Runs a command and keeps what it printed.
    fn keep(&self, vault: &mut Vault, arguments: &[&str]) -> Output {
        let output = self.run(arguments, &self.token);
        let printed = [output.stdout.clone(), output.stderr.clone()].concat();
        vault.keep(&format!("the output of `claviger {}`", arguments.join(" ")), printed);
        output
    }

    fn done(&self, vault: &mut Vault, arguments: &[&str]) -> Output {
        let output = self.keep(vault, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "claviger {}: {}\n{said}", arguments.join(" "), output.status);
        output
    }
}

/// Everything the command line prints and writes.
pub(crate) fn searched() -> Verdict {
    let scratch = Scratch::new("canary-cli");
    let options = options(&scratch, "text");
    let server = Server::start(&options);
    let mut vault = Vault::default();
    let home = scratch.join("home");
    fs::create_dir(&home).unwrap();
    let terminal = Terminal { home: &home, url: format!("http://{}", server.address), token: server.token() };
    vault.secret("the token", &terminal.token);
    vault.secret("the passphrase", PASSPHRASE);
    vault.secret("the second factor", FACTOR);
    let id = keys(&mut vault, &terminal);
    for arguments in [
        &["keys", "list"][..],
        &["keys", "list", "--json"],
        &["keys", "show", &id, "--json"],
        &["keys", "history", &id, "--json"],
        &["history", "--all", "--json"],
        &["audit", "--all", "--json"],
        &["tokens", "list", "--json"],
        &["alerts", "create", "XBTUSD", "--above", "1"],
        &["alerts", "list", "--json"],
        &["ticker"],
        &["profile", "list"],
        &["call", "Time", "--json"],
        &["call", "Balance", "--profile", "saved", "--json"],
    ] {
        terminal.done(&mut vault, arguments);
    }
    refused(&mut vault, &terminal);
    let files = profile_files(&mut vault, &home);
    let leaks = vault.search();
    let shown: Vec<_> = leaks.iter().take(20).map(ToString::to_string).collect();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), shown.join("\n"));
    Verdict::Passed(format!("{vault}, {files} files"))
}

/// Keys that are shown, and keys that are put away; the id of one.
fn keys(vault: &mut Vault, terminal: &Terminal<'_>) -> String {
    let create = ["keys", "create", "shown", "-p", "query-funds", "--json"];
    let created = terminal.run(&create, &terminal.token);
    let json: Value = serde_json::from_slice(&created.stdout).unwrap_or_else(|error| {
        panic!(
            "{error}: {}{}",
            String::from_utf8_lossy(&created.stdout),
            String::from_utf8_lossy(&created.stderr)
        )
    });
    vault.secret("a private key", json["private_key"].as_str().expect("it is shown once"));
    // What else it prints than the one answer is kept.
    vault.keep("what `keys create` says beside its answer", created.stderr);
    terminal.done(vault, &["keys", "create", "put away", "-p", "query-funds", "--save", "saved"]);
    let guarded = [
        "keys",
        "create",
        "guarded",
        "-p",
        "query-funds",
        "--second-factor",
        "password",
        "--save",
        "guarded",
    ];
    terminal.done(vault, &guarded);
    terminal.done(vault, &["call", "Balance", "--profile", "guarded", "--otp"]);
    json["id"].as_str().expect("an id").to_owned()
}

/// Commands that fail say why, and not more.
fn refused(vault: &mut Vault, terminal: &Terminal<'_>) {
    for arguments in [&["keys", "show", "key_000000000000"][..], &["call", "Nonsense", "--profile", "saved"]]
    {
        assert!(!terminal.keep(vault, arguments).status.success(), "{arguments:?}");
    }
    let other = if terminal.token.ends_with('x') { 'y' } else { 'x' };
    let typo = format!("{}{other}", &terminal.token[..terminal.token.len() - 1]);
    for token in [typo.as_str(), "not a token at all, but somebody's password"] {
        vault.secret("a token that is none", token);
        let output = terminal.run(&["keys", "list"], token);
        assert!(!output.status.success());
        vault.keep("the output with a wrong token", [output.stdout, output.stderr].concat());
    }
}

/// Profiles are encrypted: their keys are not in them.
fn profile_files(vault: &mut Vault, folder: &Path) -> u32 {
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files += profile_files(vault, &path);
        } else {
            files += 1;
            vault.keep(&path.to_string_lossy(), fs::read(&path).expect("a readable file"));
        }
    }
    files
}

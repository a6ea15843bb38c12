//! What does not come as an answer.

use crate::vault::Vault;
use rustix::process::Pid;
use std::fs;
use std::path::Path;

const MASTER_KEY: &str = "master.key";

/// Reads the master key, which is a secret from here on.
pub(crate) fn master_key(vault: &mut Vault, data: &Path, name: &str) {
    let text = fs::read_to_string(data.join(MASTER_KEY)).expect("the first start made it");
    let (_, secret) = text.trim().split_once(':').expect("a name, a colon, the key");
    vault.secret(name, secret);
}

/// Everything in the data directory but the master key's own file.
pub(crate) fn files(vault: &mut Vault, data: &Path, when: &str) {
    let mut names = Vec::new();
    for entry in fs::read_dir(data).expect("the data directory") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name != MASTER_KEY && path.is_file() {
            vault.keep(&format!("{name} {when}"), fs::read(&path).expect("a readable file"));
            names.push(name);
        }
    }
    assert!(names.iter().any(|name| name.ends_with(".db")), "no database among {names:?}");
}

/// What other users of the machine may see of the process, and its environment.
pub(crate) fn process(vault: &mut Vault, pid: Pid) {
    for file in ["cmdline", "environ", "comm", "status"] {
        let path = format!("/proc/{}/{file}", pid.as_raw_nonzero());
        vault.keep(&path, fs::read(&path).expect("the process is there"));
    }
}

/// What was printed, but for the one line that shows the first token.
pub(crate) fn log(vault: &mut Vault, output: &Path, token: &str) {
    let printed = fs::read_to_string(output).expect("what the server printed");
    assert!(
        printed.contains("TRACE") || printed.contains("DEBUG") || printed.len() > 1000,
        "hardly anything was logged"
    );
    let lines: Vec<_> = printed.lines().collect();
    let first = lines.iter().position(|line| line.contains(token)).expect("the first token was shown");
    let rest = lines.iter().enumerate().filter(|(at, _)| *at != first);
    vault.keep("the log", rest.map(|(_, line)| format!("{line}\n")).collect::<String>().into_bytes());
}

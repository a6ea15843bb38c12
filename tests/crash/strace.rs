//! Faults of system calls, put under a process by strace: on when attached, off when detached.

use claviger_tests::server::nap;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Whether strace is there and may trace; why not, if not.
pub(crate) fn usable() -> Result<(), String> {
    let traced =
        Command::new("strace").args(["-f", "-q", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    match traced {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("strace may not trace processes here".to_owned()),
        Err(_) => Err("needs strace (Debian: apt-get install strace)".to_owned()),
    }
}

/// The start of a command line under which a program's calls `calls` go as `how` says.
pub(crate) fn under(calls: &str, how: &str) -> Vec<String> {
    let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:{how}"));
    ["strace", "-f", "-q", "-o", "/dev/null", "-e", &trace, "-e", &inject].map(str::to_owned).to_vec()
}

/// A fault that a running process suffers until this is dropped.
#[derive(Debug)]
pub(crate) struct Fault(Child);

impl Fault {
    /// Puts the fault under every thread of the process.
    pub(crate) fn on(pid: Pid, calls: &str, how: &str) -> Self {
        let words = under(calls, how);
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).arg("-p").arg(pid.as_raw_nonzero().to_string()).stderr(Stdio::null());
        let fault = Fault(command.spawn().expect("strace was tried before"));
        let started = Instant::now();
        while !is_traced(pid) {
            assert!(started.elapsed() < Duration::from_secs(10), "strace does not attach");
            nap(5);
        }
        fault
    }
}

/// Whether every thread has a tracer.
fn is_traced(pid: Pid) -> bool {
    let tasks = fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())).expect("the process is there");
    let statuses = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("status")).ok());
    statuses.into_iter().all(|status| !status.contains("TracerPid:\t0\n"))
}

impl Drop for Fault {
    fn drop(&mut self) {
        // Asked to end, it lets go of the process first; killed, it would take it along.
        let pid = Pid::from_child(&self.0);
        let _ = (kill_process(pid, Signal::TERM), self.0.wait());
    }
}

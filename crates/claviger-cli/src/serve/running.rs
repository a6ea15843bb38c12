//! A server and the threads it runs on, for `serve` and `demo`.

use super::first_run::FirstRun;
use crate::failure::{Failure, Status, chain};
use crate::output::note;
use claviger_core::id::AccountId;
use claviger_server::boot::{self, stop_signal};
use claviger_server::config::Config;
use std::pin::Pin;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use zeroize::Zeroizing;

/// A running server.
pub(crate) struct Running {
    runtime: Runtime,
    server: boot::Running,
    stop: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// Threads for what blocks: reads of the store, which lets a few readers in at a time. More would
/// wait for each other, each with a heap of its own.
const BLOCKING_THREADS: usize = 16;

/// How long reads of the store may take to end after everything else has; one that waits for a disk
/// that does not answer never does.
const LAST_READS: Duration = Duration::from_secs(3);

impl Running {
    /// Starts it. SIGTERM and SIGINT are caught from before the start on, so that one that comes
    /// early still ends it in order.
    pub(crate) fn start(config: Config) -> Result<Self, Failure> {
        let cannot = |error: &dyn std::error::Error| {
            Failure::failed(format!("the server did not start: {}", chain(error)))
        };
        let runtime = Builder::new_multi_thread().max_blocking_threads(BLOCKING_THREADS).enable_all().build();
        let runtime = runtime.map_err(|error| cannot(&error))?;
        let entered = runtime.enter();
        let stop = Box::pin(stop_signal().map_err(|error| cannot(&error))?);
        drop(entered);
        let server = runtime.block_on(boot::start(config)).map_err(|error| cannot(&error))?;
        Ok(Running { runtime, server, stop })
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.server.is_encrypted() { "https" } else { "http" };
        format!("{scheme}://{}", self.server.local_addr())
    }

    /// What this start made, if it was the first; told once. With `link`, that of the first owner is made, too.
    pub(crate) fn first_run(&mut self, link: bool) -> Option<FirstRun> {
        let made = self.server.take_first_run()?;
        let token = Zeroizing::new(made.token.reveal().to_string());
        let owner_link = if link { self.owner_link(made.account.id) } else { None };
        Some(FirstRun { account: made.account.name.to_string(), token, owner_link })
    }

    fn owner_link(&self, account: AccountId) -> Option<Zeroizing<String>> {
        let made = self.runtime.block_on(self.server.first_owner(account));
        made.inspect_err(|error| note(&format!("error: no link for the first owner was made: {error}")))
            .ok()?
    }

    /// Whether somebody can sign in; assumed, if that cannot be told.
    pub(super) fn has_people(&self) -> bool {
        self.server.has_people().unwrap_or(true)
    }

    /// Waits until the process is told to end.
    pub(crate) fn wait(&mut self) {
        self.runtime.block_on(self.stop.as_mut());
    }

    /// Stops it in order, within limits: whatever is left then is left to the system. A second
    /// signal ends the process at once.
    pub(crate) fn stop(self) {
        let entered = self.runtime.enter();
        // Listens from here on, so the first signal is not taken for the second.
        if let Ok(again) = stop_signal() {
            self.runtime.spawn(end_at(again));
        }
        drop(entered);
        self.runtime.block_on(self.server.shut_down());
        self.runtime.shutdown_timeout(LAST_READS);
    }
}

async fn end_at(signal: impl Future<Output = ()>) {
    signal.await;
    note(
        "ended at once by a second signal; what was answered is kept, what was not is settled by the next start",
    );
    std::process::exit(Status::Failed as i32);
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_server::config::Inputs;
    use std::time::Instant;

    #[test]
    fn a_read_that_never_ends_does_not_keep_it_from_stopping() {
        let folder = tempfile::tempdir().unwrap();
        let data = format!("server.data_dir={}", folder.path().display());
        let flags = vec!["server.bind=127.0.0.1:0".to_owned(), data];
        let config = Config::load(&Inputs { flags, ..Inputs::default() }).unwrap().config;
        let running = Running::start(config).map_err(|failure| failure.to_string()).unwrap();
        running.runtime.spawn_blocking(|| std::thread::park_timeout(Duration::from_secs(60)));
        let begun = Instant::now();
        running.stop();
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    }
}

//! A server and the threads it runs on, for `serve` and `demo`.

use super::first_run::FirstRun;
use crate::failure::{Failure, chain};
use claviger_server::boot::{self, stop_signal};
use claviger_server::config::Config;
use std::pin::Pin;
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
        format!("http://{}", self.server.local_addr())
    }

    /// What this start made, if it was the first; told once.
    pub(crate) fn first_run(&mut self) -> Option<FirstRun> {
        let made = self.server.take_first_run()?;
        let token = Zeroizing::new(made.token.reveal().to_string());
        Some(FirstRun { account: made.account.name.to_string(), token })
    }

    /// Waits until the process is told to end.
    pub(crate) fn wait(&mut self) {
        self.runtime.block_on(self.stop.as_mut());
    }

    /// Stops it in order.
    pub(crate) fn stop(self) {
        self.runtime.block_on(self.server.shut_down());
    }
}

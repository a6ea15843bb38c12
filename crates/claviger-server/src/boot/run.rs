//! A server from start to stop, for programs that do nothing else.

use super::{BootError, Running, start};
use crate::config::Config;
use std::io;
use tokio::signal::unix::{SignalKind, signal};

/// Starts a server, tells `started` of it, and stops it in order when `stop` resolves.
///
/// # Errors
/// [`BootError`].
pub async fn run_server(
    config: Config,
    started: impl FnOnce(&mut Running),
    stop: impl Future<Output = ()>,
) -> Result<(), BootError> {
    let mut running = start(config).await?;
    started(&mut running);
    stop.await;
    running.shut_down().await;
    Ok(())
}

/// Resolves when the process is told to end: SIGTERM or SIGINT. Both are caught from this call on.
///
/// # Errors
/// The system does not let signals be caught.
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

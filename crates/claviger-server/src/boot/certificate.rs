//! The certificate: loaded at the start, exchanged when its files change or the process gets SIGHUP, and worried about
//! ahead of its end.

use super::BootError;
use crate::config::Config;
use crate::net::tls::{Files, Reloaded, Seen, Tls, WARN_DAYS};
use claviger::clock::{Clock, SystemClock};
use claviger_core::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// How often the files are looked at. They are read once they look the same twice, since the tools that renew them
/// write one after the other.
const LOOK: Duration = Duration::from_secs(2);
const DAY_SECS: i64 = 86_400;

/// The certificate, and what its files looked like before they were read.
pub(super) struct Certificate {
    pub(super) tls: Arc<Tls>,
    read: Seen,
}

/// Loads it, if there is to be TLS.
pub(super) fn load(config: &Config) -> Result<Option<Certificate>, BootError> {
    let Some(files) = Files::configured(&config.tls) else { return Ok(None) };
    let read = files.seen();
    let tls = Arc::new(Tls::load(files, SystemClock.now())?);
    Ok(Some(Certificate { tls, read }))
}

/// Keeps it fresh until told to stop.
pub(super) async fn keep(certificate: Certificate, mut stopped: watch::Receiver<()>) {
    let Certificate { tls, mut read } = certificate;
    let mut hangup = signal(SignalKind::hangup())
        .inspect_err(|error| tracing::warn!(%error, "SIGHUP cannot be caught; the files are still looked at"))
        .ok();
    let (mut every, mut before, mut worried) = (tokio::time::interval(LOOK), read.clone(), None);
    loop {
        let told = tokio::select! {
            biased;
            _ = stopped.changed() => return,
            () = hung_up(hangup.as_mut()) => true,
            _ = every.tick() => false,
        };
        let Some(seen) = off_the_path(&tls, |tls| tls.files().seen()).await else { continue };
        if told || (seen != read && seen == before) {
            read = seen.clone();
            reload(&tls).await;
        }
        before = seen;
        worried = worry(tls.expires_at(), SystemClock.now(), worried);
    }
}

async fn hung_up(hangup: Option<&mut Signal>) {
    match hangup {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

/// Disks may be slow.
async fn off_the_path<T: Send + 'static>(
    tls: &Arc<Tls>,
    work: impl FnOnce(&Tls) -> T + Send + 'static,
) -> Option<T> {
    let tls = tls.clone();
    tokio::task::spawn_blocking(move || work(&tls)).await.ok()
}

async fn reload(tls: &Arc<Tls>) {
    match off_the_path(tls, |tls| tls.reload(SystemClock.now())).await {
        Some(Ok(Reloaded::Changed)) => {
            tracing::info!(expires_at = %tls.expires_at(), "a new certificate is in force; no call was dropped");
        }
        Some(Ok(Reloaded::Same)) => tracing::info!("the certificate is the one that was in force already"),
        Some(Err(error)) => {
            let error = &error as &dyn std::error::Error;
            let expires_at = tls.expires_at();
            tracing::error!(error, %expires_at, "the new certificate was refused, and the one before stays in force");
        }
        None => {}
    }
}

/// Warns once for each of the days ahead of the end that was reached; gives what was warned of last.
fn worry(expires_at: Timestamp, now: Timestamp, before: Option<i64>) -> Option<i64> {
    let stage = stage(expires_at, now);
    match stage {
        Some(0) if before != stage => {
            tracing::error!(%expires_at, "the certificate has expired: clients refuse it; renew it, it is read at once");
        }
        Some(days) if before != stage => {
            tracing::warn!(%expires_at, days, "the certificate expires soon; renew it, it is read at once");
        }
        _ => {}
    }
    stage
}

/// The least of the days of warning that is not past; none if there are more left.
fn stage(expires_at: Timestamp, now: Timestamp) -> Option<i64> {
    let left = expires_at.secs() - now.secs();
    if left <= 0 {
        return Some(0);
    }
    WARN_DAYS.into_iter().filter(|days| left <= days * DAY_SECS).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_worried_about_at_thirty_days_seven_and_one() {
        let now = Timestamp::from_secs(1_780_000_000);
        for (left, expected) in [
            (31 * DAY_SECS, None),
            (30 * DAY_SECS, Some(30)),
            (7 * DAY_SECS + 1, Some(30)),
            (7 * DAY_SECS, Some(7)),
            (DAY_SECS, Some(1)),
            (1, Some(1)),
            (0, Some(0)),
            (-DAY_SECS, Some(0)),
        ] {
            assert_eq!(stage(now.plus_secs(left), now), expected, "{left}");
        }
    }
}

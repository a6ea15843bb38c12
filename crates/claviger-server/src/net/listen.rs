//! The listener: accepts within its limits, and ends gracefully.

use super::connection::{self, Handler, Seat};
use super::pulse::{Patience, Pulse};
use super::registry::Registry;
use super::tls::{Tls, TlsStats};
use super::watch;
use crate::config::NetLimits;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

/// Connections the system keeps waiting while we are at our limit.
const BACKLOG: u32 = 4096;
/// Pause after the system refused to accept (no descriptors left, for one).
const REFUSED: Duration = Duration::from_millis(50);

/// What the listener and its connections share.
pub(super) struct Shared {
    pub(super) limits: NetLimits,
    pub(super) registry: Arc<Registry>,
    pub(super) clock: Arc<AtomicU32>,
    pub(super) accepted: AtomicU64,
    pub(super) broken: AtomicU64,
    pub(super) refused_greetings: AtomicU64,
    /// Without it, plain HTTP is spoken.
    pub(super) tls: Option<Arc<Tls>>,
    late: Arc<AtomicU64>,
}

impl Shared {
    /// Notes how a connection ended.
    pub(super) fn note(&self, ended: Result<(), hyper::Error>) {
        if let Err(error) = ended {
            self.broken.fetch_add(1, Relaxed);
            // Says what kind of error, never what was sent.
            tracing::trace!(%error, "a connection broke");
        }
    }
}

/// Counts of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NetStats {
    /// Open now.
    pub open: usize,
    /// Accepted since the start.
    pub accepted: u64,
    /// Ended by an error of the peer or the network.
    pub broken: u64,
    /// Closed because they took too long.
    pub late: u64,
    /// Ended since TLS could not be set up: no protocol in common, a certificate not trusted, no TLS at all.
    pub tls_refused: u64,
    /// Of the certificate, if there is one.
    pub tls: Option<TlsStats>,
}

/// A running listener.
pub struct Net {
    shared: Arc<Shared>,
    local: SocketAddr,
    encrypted: bool,
    accepting: JoinHandle<()>,
    watching: JoinHandle<()>,
}

/// Binds the address. Whoever connects waits until [`Net::start`].
///
/// # Errors
/// What the system says.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

impl Net {
    /// Serves what connects to `listener`: over TLS alone if there is any, else plain HTTP alone.
    ///
    /// # Errors
    /// What the system says of the listener's address.
    pub fn start<H: Handler>(
        listener: TcpListener,
        tls: Option<Arc<Tls>>,
        limits: NetLimits,
        handler: Arc<H>,
    ) -> io::Result<Net> {
        let local = listener.local_addr()?;
        let patience = Patience::new(&limits);
        let encrypted = tls.is_some();
        let shared = Arc::new(Shared {
            limits,
            registry: Arc::default(),
            clock: Arc::default(),
            accepted: AtomicU64::new(0),
            broken: AtomicU64::new(0),
            refused_greetings: AtomicU64::new(0),
            tls,
            late: Arc::default(),
        });
        let watch =
            watch::watch(shared.registry.clone(), shared.clock.clone(), patience, shared.late.clone());
        let watching = tokio::spawn(watch);
        let accepting = tokio::spawn(accept(listener, shared.clone(), handler));
        Ok(Net { shared, local, encrypted, accepting, watching })
    }

    /// Where it listens.
    #[must_use]
    pub const fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Whether it speaks TLS, and nothing else.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Something that tells the counts at any time.
    pub fn stats(&self) -> impl Fn() -> NetStats + Send + Sync + use<> {
        let shared = self.shared.clone();
        move || NetStats {
            open: shared.registry.len(),
            accepted: shared.accepted.load(Relaxed),
            broken: shared.broken.load(Relaxed),
            late: shared.late.load(Relaxed),
            tls_refused: shared.refused_greetings.load(Relaxed),
            tls: shared.tls.as_ref().map(|tls| tls.stats()),
        }
    }

    /// Stops accepting, lets the requests that were begun end, and cuts what is left after the
    /// grace. Says how many connections were cut.
    pub async fn shut_down(self) -> usize {
        self.accepting.abort();
        // The listener is closed when the task is gone.
        let _ = self.accepting.await;
        self.shared.registry.drain();
        let grace = self.shared.limits.shutdown_grace;
        let in_time = tokio::time::timeout(grace, self.shared.registry.until_empty()).await.is_ok();
        let cut = if in_time { 0 } else { self.shared.registry.cut() };
        self.shared.registry.until_empty().await;
        self.watching.abort();
        cut
    }
}

async fn accept<H: Handler>(listener: TcpListener, shared: Arc<Shared>, handler: Arc<H>) {
    let room = Arc::new(Semaphore::new(shared.limits.connections));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => admit(stream, peer, permit, &shared, &handler),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(REFUSED).await;
            }
        }
    }
}

fn admit<H: Handler>(
    stream: TcpStream,
    peer: SocketAddr,
    permit: OwnedSemaphorePermit,
    shared: &Arc<Shared>,
    handler: &Arc<H>,
) {
    // Without it, small answers would wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    shared.accepted.fetch_add(1, Relaxed);
    let pulse = Arc::new(Pulse::new(shared.clock.clone()));
    let (id, leave) = shared.registry.add(pulse.clone());
    let leaving = Arc::new(Leaving { id, registry: shared.registry.clone(), _permit: permit });
    let seat = Seat { id, peer: peer.ip(), pulse, leave: Some(leave), leaving };
    let (shared, handler, registry) = (shared.clone(), handler.clone(), shared.registry.clone());
    let task = tokio::spawn(async move {
        let _leaving = seat.leaving.clone();
        connection::serve(stream, seat, &shared, &handler).await;
    });
    registry.runs_as(id, task.abort_handle());
}

/// Takes the connection off the books however its task ends, and those of its streams.
pub(super) struct Leaving {
    id: u64,
    registry: Arc<Registry>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.registry.remove(self.id);
    }
}

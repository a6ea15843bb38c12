//! One connection: HTTP/1.1 with keep-alive until it is told to leave.

use super::Answer;
use super::io::Watched;
use super::listen::Shared;
use super::pulse::Pulse;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// Whoever answers requests.
pub trait Handler: Send + Sync + 'static {
    /// Answers one request from `peer`, the other end of the socket. It must read the body, or not
    /// keep the connection.
    fn answer(&self, request: http::Request<Incoming>, peer: IpAddr) -> impl Future<Output = Answer> + Send;
}

/// The connection is being closed; nothing was begun.
#[derive(Debug, thiserror::Error)]
#[error("the connection is being closed")]
struct Closing;

/// Serves the connection to its end.
pub(super) async fn serve<H: Handler>(
    stream: TcpStream,
    peer: IpAddr,
    pulse: Arc<Pulse>,
    leave: oneshot::Receiver<()>,
    shared: &Shared,
    handler: &H,
) {
    let io = Watched::new(stream, pulse.clone());
    let service = service_fn(|request| answer(handler, request, peer, &pulse));
    let mut builder = http1::Builder::new();
    builder.max_buf_size(shared.limits.header_bytes).max_headers(shared.limits.headers).half_close(false);
    builder.header_read_timeout(None);
    let mut connection = pin!(builder.serve_connection(io, service));
    let mut leave = Some(leave);
    let ended = poll_fn(|cx| {
        if leave.as_mut().is_some_and(|leave| Pin::new(leave).poll(cx).is_ready()) {
            leave = None;
            connection.as_mut().graceful_shutdown();
        }
        connection.as_mut().poll(cx)
    });
    if let Err(error) = ended.await {
        shared.broken.fetch_add(1, Relaxed);
        // Says what kind of error, never what was sent.
        tracing::trace!(%error, "a connection broke");
    }
}

async fn answer<H: Handler>(
    handler: &H,
    request: http::Request<Incoming>,
    peer: IpAddr,
    pulse: &Pulse,
) -> Result<Answer, Closing> {
    if !pulse.begin() {
        return Err(Closing);
    }
    let answer = handler.answer(request, peer).await;
    pulse.answered();
    Ok(answer)
}

//! One connection: which protocol it speaks, and HTTP/1.1 with keep-alive until it is told to leave.

use super::io::Watched;
use super::listen::{Leaving, Shared};
use super::pulse::Pulse;
use super::tls::Tls;
use super::{Answer, http2};
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio_rustls::server::TlsStream;

/// Whoever answers requests.
pub trait Handler: Send + Sync + 'static {
    /// Answers one request from `peer`, the other end of the socket. It must read the body, or not
    /// keep the connection.
    fn answer(&self, request: http::Request<Incoming>, peer: IpAddr) -> impl Future<Output = Answer> + Send;
}

/// The connection is being closed; nothing was begun.
#[derive(Debug, thiserror::Error)]
#[error("the connection is being closed")]
pub(super) struct Closing;

/// A connection's place among the others.
pub(super) struct Seat {
    pub(super) id: u64,
    /// The other end of the socket.
    pub(super) peer: IpAddr,
    pub(super) pulse: Arc<Pulse>,
    /// Resolves when it is to end after what it is at; taken when it has.
    pub(super) leave: Option<oneshot::Receiver<()>>,
    pub(super) leaving: Arc<Leaving>,
}

/// Serves the connection to its end.
///
/// What only some connections need is boxed, so that the others do not carry its size.
pub(super) async fn serve<H: Handler>(stream: TcpStream, seat: Seat, shared: &Shared, handler: &Arc<H>) {
    match &shared.tls {
        Some(tls) => Box::pin(encrypted(stream, seat, tls, shared, handler)).await,
        None => plain(stream, seat, shared, handler).await,
    }
}

/// Plain HTTP: HTTP/1.1, or HTTP/2 if the client begins with its preface (RFC 9113 §3.3). HTTP/1
/// finds out by itself, so its own connections pay nothing for that.
async fn plain<H: Handler>(stream: TcpStream, seat: Seat, shared: &Shared, handler: &Arc<H>) {
    if let Some((stream, before, seat)) = http1(stream, seat, shared, handler).await {
        Box::pin(http2::serve(stream, before, seat, shared, handler)).await;
    }
}

/// TLS: HTTP/2 if that was agreed upon (ALPN), else HTTP/1.1 and nothing else.
async fn encrypted<H: Handler>(
    stream: TcpStream,
    mut seat: Seat,
    tls: &Tls,
    shared: &Shared,
    handler: &Arc<H>,
) {
    let Some(stream) = greet(stream, &mut seat, tls, shared).await else { return };
    if stream.get_ref().1.alpn_protocol() == Some(super::tls::H2) {
        http2::serve(stream, Bytes::new(), seat, shared, handler).await;
    } else if http1(stream, seat, shared, handler).await.is_some() {
        shared.broken.fetch_add(1, Relaxed);
    }
}

/// Sets TLS up, by the certificate of this moment. None if that failed, or the server stops.
async fn greet(
    stream: TcpStream,
    seat: &mut Seat,
    tls: &Tls,
    shared: &Shared,
) -> Option<TlsStream<TcpStream>> {
    seat.pulse.greet();
    let leave = seat.leave.as_mut()?;
    let greeted = tokio::select! {
        greeted = tls.acceptor().accept(stream) => greeted,
        _ = leave => return None,
    };
    match greeted {
        Ok(stream) => {
            seat.pulse.greeted();
            Some(stream)
        }
        Err(error) => {
            shared.refused_greetings.fetch_add(1, Relaxed);
            tracing::trace!(%error, "TLS could not be set up");
            None
        }
    }
}

/// Serves HTTP/1. Gives the connection back if the client turned out to speak HTTP/2, with what was
/// read of it.
async fn http1<S, H>(stream: S, mut seat: Seat, shared: &Shared, handler: &Arc<H>) -> Option<(S, Bytes, Seat)>
where
    S: AsyncRead + AsyncWrite + Unpin,
    H: Handler,
{
    let (pulse, peer) = (seat.pulse.clone(), seat.peer);
    let io = Watched::new(stream, pulse.clone());
    let service = service_fn(|request| answer(&**handler, request, peer, &pulse));
    let mut builder = http1::Builder::new();
    builder.max_buf_size(shared.limits.header_bytes).max_headers(shared.limits.headers).half_close(false);
    builder.header_read_timeout(None);
    let mut connection = builder.serve_connection(io, service);
    let ended =
        until_end(&mut connection, &mut seat.leave, |connection| connection.graceful_shutdown()).await;
    if ended.as_ref().is_err_and(hyper::Error::is_parse_version_h2) {
        let parts = connection.into_parts();
        return Some((parts.io.into_inner(), parts.read_buf, seat));
    }
    shared.note(ended);
    None
}

/// Runs a connection to its end, and tells it to go once it is to leave.
pub(super) async fn until_end<C: Future + Unpin>(
    connection: &mut C,
    leave: &mut Option<oneshot::Receiver<()>>,
    go: impl Fn(Pin<&mut C>),
) -> C::Output {
    poll_fn(|cx| {
        if leave.as_mut().is_some_and(|leave| Pin::new(leave).poll(cx).is_ready()) {
            *leave = None;
            go(Pin::new(connection));
        }
        Pin::new(&mut *connection).poll(cx)
    })
    .await
}

async fn answer<H: Handler>(
    handler: &H,
    request: http::Request<Incoming>,
    peer: IpAddr,
    pulse: &Arc<Pulse>,
) -> Result<Answer, Closing> {
    if !pulse.begin() {
        return Err(Closing);
    }
    let mut answer = handler.answer(request, peer).await;
    pulse.answered();
    if answer.body().is_streamed() {
        let pulse = pulse.clone();
        answer.body_mut().tells(move || pulse.goes_on());
    }
    Ok(answer)
}

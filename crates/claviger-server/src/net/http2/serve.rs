//! One HTTP/2 connection, to its end.

use super::io::Metered;
use super::streams::{Begun, Streams, Unsent};
use crate::config::NetLimits;
use crate::net::Answer;
use crate::net::connection::{Closing, Handler, Seat, until_end};
use crate::net::listen::{Leaving, Shared};
use bytes::Bytes;
use http::StatusCode;
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};

/// Runs each stream as a task of its own. The connection is on the books until the last of them has ended.
#[derive(Clone)]
struct OnTheBooks(Arc<Leaving>);

impl<F: Future + Send + 'static> Executor<F> for OnTheBooks
where
    F::Output: Send,
{
    fn execute(&self, stream: F) {
        let leaving = self.0.clone();
        tokio::spawn(async move {
            let _leaving = leaving;
            stream.await
        });
    }
}

/// Serves the connection to its end; `before` is what was read of it already.
pub(in crate::net) async fn serve<S, H>(
    stream: S,
    before: Bytes,
    mut seat: Seat,
    shared: &Shared,
    handler: &Arc<H>,
) where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    H: Handler,
{
    let limits = &shared.limits;
    let streams = Arc::new(Streams::new(shared.clock.clone(), limits.http2.resets));
    shared.registry.beats_as(seat.id, streams.clone());
    let io = TokioIo::new(Metered::new(stream, before, streams.clone()));
    let (peer, most_headers) = (seat.peer, limits.headers);
    let service = service_fn(|request: http::Request<Incoming>| {
        let (handler, begun) = (handler.clone(), streams.begin());
        async move { answer(&*handler, request, peer, begun.ok_or(Closing)?, most_headers).await }
    });
    let books = OnTheBooks(seat.leaving.clone());
    let mut connection = builder(limits, books).serve_connection(io, service);
    let ended =
        until_end(&mut connection, &mut seat.leave, |connection| connection.graceful_shutdown()).await;
    shared.note(ended);
}

fn builder(limits: &NetLimits, books: OnTheBooks) -> http2::Builder<OnTheBooks> {
    let own = &limits.http2;
    let mut builder = http2::Builder::new(books);
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(own.streams)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX))
        .max_frame_size(own.frame_bytes)
        .initial_stream_window_size(own.stream_window_bytes)
        .initial_connection_window_size(own.connection_window_bytes)
        .max_send_buf_size(own.send_bytes)
        // Taken back before they were begun, and reset by us since the protocol was broken.
        .max_pending_accept_reset_streams(own.resets as usize)
        .max_local_error_reset_streams(own.resets as usize)
        .keep_alive_interval(own.ping)
        .keep_alive_timeout(own.ping_timeout);
    builder
}

async fn answer<H: Handler>(
    handler: &H,
    request: http::Request<Incoming>,
    peer: IpAddr,
    begun: Begun,
    most_headers: usize,
) -> Result<http::Response<Unsent>, Closing> {
    let answer = if request.headers().len() > most_headers {
        too_many_headers()
    } else {
        handler.answer(request, peer).await
    };
    Ok(answer.map(|body| begun.answered(body)))
}

fn too_many_headers() -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    answer
}

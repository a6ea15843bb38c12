//! Answers that are made while they are taken: exports and live views.
//!
//! Each is a task that makes the next part only when there is room for it, and ends when nobody takes it any more, when the
//! server stops, or when its visitor may no longer see what it shows.

use super::ConsoleState;
use super::call::Call;
use super::page::Trouble;
use super::places::Place;
use super::visit::{Unattended, Visit};
use crate::api::ClientAddress;
use crate::net::BrokenOff;
use axum::body::Body;
use bytes::Bytes;
use claviger::core::text::ClientName;
use claviger::manage::Operation;
use http::header::USER_AGENT;
use http::request::Parts;
use hyper::body::Frame;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Parts that wait to be taken.
const WAITING: usize = 4;

/// The making end of a stream, with its place among them.
pub(super) struct Stream {
    sender: Sender<Result<Bytes, BrokenOff>>,
    state: ConsoleState,
    head: Parts,
    operation: Operation,
    _place: Place,
}

impl Stream {
    /// A stream of what `operation` shows, and the body it comes out of; refused if there are too many, of theirs or
    /// at all.
    pub(super) fn open(call: &Call, operation: Operation) -> Result<(Self, Body), Trouble> {
        let place = call.state.streams.take(call.caller().principal()).map_err(Trouble::no_stream)?;
        let (sender, receiver) = channel(WAITING);
        // What goes on by itself is no use of the session.
        let mut head = (*call.head).clone();
        head.extensions.insert(Unattended);
        let state = call.state.clone();
        Ok((Stream { sender, state, head, operation, _place: place }, Body::new(Parted(receiver))))
    }

    /// Waits until there is room, and gives a part; false if nobody takes it.
    pub(super) async fn give(&self, part: impl Into<Bytes>) -> bool {
        self.sender.send(Ok(part.into())).await.is_ok()
    }

    /// Breaks off, so that nobody takes what there is for the whole.
    pub(super) async fn break_off(&self) {
        let _ = self.sender.send(Err(BrokenOff)).await;
    }

    /// Resolves when nobody takes it any more.
    pub(super) async fn left(&self) {
        self.sender.closed().await;
    }

    /// The visit as it is now; none if it has ended, may see this no longer, or the server stops.
    pub(super) async fn visit(&self) -> Option<Visit> {
        if self.state.readiness.is_stopping() {
            return None;
        }
        let source = self.head.extensions.get::<ClientAddress>().map(|address| address.0);
        let client = self.head.headers.get(USER_AGENT).map(|value| ClientName::from_bytes(value.as_bytes()));
        let visit = self.state.recognise.recognise(&self.head, source, client.unwrap_or_default()).await;
        visit.ok().flatten().filter(|visit| self.operation.allows(visit.caller.role))
    }
}

/// The body of a stream.
struct Parted(Receiver<Result<Bytes, BrokenOff>>);

impl hyper::body::Body for Parted {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        self.0.poll_recv(cx).map(|part| part.map(|part| part.map(Frame::data)))
    }
}

//! The body of an answer: whole as a rule, or made while it is taken.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A body that could not be made to its end. The connection says so by breaking off: nobody may take
/// a part for the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer broke off")]
pub struct BrokenOff;

type Boxed = Pin<Box<dyn Body<Data = Bytes, Error = BrokenOff> + Send>>;

/// The body of an answer.
pub struct AnswerBody(Kind);

enum Kind {
    Whole(Full<Bytes>),
    Streamed { body: Boxed, progress: Option<Box<dyn Fn() + Send>> },
}

impl AnswerBody {
    /// A body that is made while it is taken.
    pub fn streamed<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: std::error::Error,
    {
        let body = body.map_err(|error| {
            tracing::warn!(%error, "a streamed answer broke off");
            BrokenOff
        });
        AnswerBody(Kind::Streamed { body: Box::pin(body), progress: None })
    }

    /// Whether it is made while it is taken.
    pub(super) const fn is_streamed(&self) -> bool {
        matches!(self.0, Kind::Streamed { .. })
    }

    /// Calls `tell` whenever a part of a streamed body was taken: whoever takes it is not late then.
    pub(super) fn tells(&mut self, tell: impl Fn() + Send + 'static) {
        if let Kind::Streamed { progress, .. } = &mut self.0 {
            *progress = Some(Box::new(tell));
        }
    }
}

impl Default for AnswerBody {
    fn default() -> Self {
        Full::default().into()
    }
}

impl From<Full<Bytes>> for AnswerBody {
    fn from(whole: Full<Bytes>) -> Self {
        AnswerBody(Kind::Whole(whole))
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        match &mut self.0 {
            Kind::Whole(body) => Pin::new(body).poll_frame(cx).map_err(|never| match never {}),
            Kind::Streamed { body, progress } => {
                let polled = body.as_mut().poll_frame(cx);
                if let (Poll::Ready(Some(Ok(_))), Some(tell)) = (&polled, progress) {
                    tell();
                }
                polled
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Whole(body) => body.is_end_stream(),
            Kind::Streamed { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Whole(body) => body.size_hint(),
            Kind::Streamed { body, .. } => body.size_hint(),
        }
    }
}

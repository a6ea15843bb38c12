//! Reading a request's body, whole, within its limits.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, EXPECT};
use http_body_util::BodyExt as _;
use hyper::body::Body;
use std::time::Duration;

/// A body larger than the limit is read on for a moment, so that its sender gets to see the answer
/// instead of a connection that breaks while it still writes.
const LINGER_BYTES: u64 = 1 << 20;
const LINGER_TIME: Duration = Duration::from_secs(1);

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Larger than the limit.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// It took too long.
    #[error("the body took too long to come")]
    TooSlow,
    /// It broke off, or its framing is wrong.
    #[error("the body broke off")]
    Broken,
}

impl BodyError {
    /// The HTTP status that says so.
    #[must_use]
    pub const fn status(self) -> http::StatusCode {
        match self {
            BodyError::TooLarge(_) => http::StatusCode::PAYLOAD_TOO_LARGE,
            BodyError::TooSlow => http::StatusCode::REQUEST_TIMEOUT,
            BodyError::Broken => http::StatusCode::BAD_REQUEST,
        }
    }
}

/// Reads the whole body, at most `limit` bytes within `time`.
///
/// # Errors
/// [`BodyError`]; the connection must then be closed.
pub async fn read<B: Body<Data = Bytes> + Unpin>(
    headers: &HeaderMap,
    mut body: B,
    limit: usize,
    time: Duration,
) -> Result<Bytes, BodyError> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let announced = announced(headers);
    if announced.is_some_and(|length| length > limit as u64) {
        // Who asks first, or announces more than we would read away, has sent nothing yet or never ends.
        if announced.is_some_and(|length| length <= LINGER_BYTES) && !headers.contains_key(EXPECT) {
            linger(body).await;
        }
        return Err(BodyError::TooLarge(limit));
    }
    match tokio::time::timeout(time, collect(&mut body, limit)).await {
        Ok(Err(BodyError::TooLarge(limit))) => {
            linger(body).await;
            Err(BodyError::TooLarge(limit))
        }
        Ok(read) => read,
        Err(_) => Err(BodyError::TooSlow),
    }
}

async fn collect<B: Body<Data = Bytes> + Unpin>(body: &mut B, limit: usize) -> Result<Bytes, BodyError> {
    let first = frame(body).await?.unwrap_or_default();
    let mut whole = match body.is_end_stream() {
        true if first.len() <= limit => return Ok(first),
        _ => BytesMut::from(first),
    };
    while whole.len() <= limit {
        match frame(body).await? {
            Some(more) => whole.extend_from_slice(&more),
            None => return Ok(whole.freeze()),
        }
    }
    Err(BodyError::TooLarge(limit))
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The next bytes; trailers are passed over.
async fn frame<B: Body<Data = Bytes> + Unpin>(body: &mut B) -> Result<Option<Bytes>, BodyError> {
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

async fn linger<B: Body<Data = Bytes> + Unpin>(body: B) {
    let _ = tokio::time::timeout(LINGER_TIME, discard(body)).await;
}

async fn discard<B: Body<Data = Bytes> + Unpin>(mut body: B) {
    let mut left = LINGER_BYTES;
    while let Ok(Some(more)) = frame(&mut body).await {
        match left.checked_sub(more.len() as u64) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

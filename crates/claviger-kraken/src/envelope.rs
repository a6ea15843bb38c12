//! The envelope of every answer: `{"error":[…],"result":…}`.
//!
//! Always HTTP 200 with [`CONTENT_TYPE`]. On success both members are there (clients need
//! `result`, KRAKEN-WIRE.md §8.24); on refusal there is only `error`.

use crate::error::KrakenError;
use bytes::Bytes;
use serde::Serialize;

/// The `Content-Type` of every answer.
pub const CONTENT_TYPE: &str = "application/json; charset=utf-8";

const OPEN: &[u8] = br#"{"error":[],"result":"#;
/// Room for a small answer, so that the hot ones are written without growing.
const ROOM: usize = 512;

/// A successful answer.
///
/// # Errors
/// [`KrakenError::Internal`] if the result cannot be written as JSON, which would be a defect.
pub fn success<T: Serialize + ?Sized>(result: &T) -> Result<Bytes, KrakenError> {
    let mut body = Vec::with_capacity(ROOM);
    body.extend_from_slice(OPEN);
    serde_json::to_writer(&mut body, result).map_err(|_| KrakenError::Internal)?;
    body.push(b'}');
    Ok(body.into())
}

/// A refusal. The texts hold nothing that JSON would escape (tested for every one).
#[must_use]
pub fn failure(error: KrakenError) -> Bytes {
    let (text, field) = error.parts();
    let mut body = Vec::with_capacity(64);
    body.extend_from_slice(br#"{"error":[""#);
    body.extend_from_slice(text.as_bytes());
    if let Some(field) = field {
        body.push(b':');
        body.extend_from_slice(field.as_bytes());
    }
    body.extend_from_slice(br#""]}"#);
    body.into()
}

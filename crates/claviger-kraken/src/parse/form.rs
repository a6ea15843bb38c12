//! `application/x-www-form-urlencoded`, of bodies and of query strings.

use super::{Params, ParseError};
use crate::limits::MAX_BODY_BYTES;
use std::borrow::Cow;

/// Parses pairs separated by `&`. Empty pairs are left out, a pair without `=` has an empty value,
/// and a name ending in `[]` is that of a list.
///
/// # Errors
/// A limit, malformed percent-encoding, or text that is not UTF-8.
pub fn parse_form(bytes: &[u8]) -> Result<Params<'_>, ParseError> {
    if bytes.len() > MAX_BODY_BYTES {
        return Err(ParseError::BodyTooLong);
    }
    let mut params = Params::default();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let (name, value) = split_once(pair, b'=');
        let (name, is_list) = list_name(decode(name)?);
        if is_list {
            params.mark_nested(name.clone());
        }
        params.push(name, decode(value)?)?;
    }
    Ok(params)
}

/// The parts before and after the first `at`; all and nothing if there is none.
fn split_once(bytes: &[u8], at: u8) -> (&[u8], &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == at);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// The name without a trailing `[]`, and whether it had one.
fn list_name(name: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    let Some(bare) = name.strip_suffix("[]").map(str::len) else { return (name, false) };
    let name = match name {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..bare).unwrap_or(text)),
        Cow::Owned(mut text) => {
            text.truncate(bare);
            Cow::Owned(text)
        }
    };
    (name, true)
}

/// Takes `+` for a space and `%xx` for a byte; borrows where neither occurs.
fn decode(raw: &[u8]) -> Result<Cow<'_, str>, ParseError> {
    if !raw.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return std::str::from_utf8(raw).map(Cow::Borrowed).map_err(|_| ParseError::Utf8);
    }
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest = raw.iter();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next())? << 4 | hex(rest.next())?,
            other => *other,
        });
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| ParseError::Utf8)
}

fn hex(digit: Option<&u8>) -> Result<u8, ParseError> {
    let value = digit.and_then(|digit| char::from(*digit).to_digit(16)).ok_or(ParseError::PercentEncoding)?;
    u8::try_from(value).map_err(|_| ParseError::PercentEncoding)
}

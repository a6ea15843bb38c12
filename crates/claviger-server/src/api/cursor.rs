//! Places in lists, opaque to clients: URL-safe base64 of a letter for the list and the place.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claviger::core::id::LogId;
use claviger::core::store::Cursor;
use std::fmt::Display;
use std::str::FromStr;

/// Which list a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Keys = b'k' as isize,
    Tokens = b't' as isize,
    Accounts = b'a' as isize,
    Alerts = b'r' as isize,
    Fired = b'f' as isize,
    Members = b'm' as isize,
    Invitations = b'v' as isize,
    Orders = b'o' as isize,
    Fills = b'i' as isize,
    Withdrawals = b'w' as isize,
    Reviews = b'e' as isize,
    Deliveries = b'd' as isize,
    Notices = b'n' as isize,
}

/// Shows a place after something with an id of the exchange.
pub(super) fn after_id(list: List, id: &impl Display) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{id}", char::from(list as u8)))
}

/// Reads a place after something with an id of the exchange.
pub(super) fn read_after_id<T: FromStr>(list: List, text: &str) -> Option<T> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    text.strip_prefix(char::from(list as u8))?.parse().ok()
}

/// Shows a place after an id.
pub(super) fn after(list: List, id: u64) -> String {
    let mut bytes = vec![list as u8];
    bytes.extend_from_slice(&id.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a place after an id.
pub(super) fn read_after(list: List, text: &str) -> Option<u64> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (kind, id) = bytes.split_first()?;
    (*kind == list as u8).then(|| id.try_into().ok().map(u64::from_be_bytes)).flatten()
}

/// Shows a place in the log.
pub(crate) fn before(cursor: Cursor) -> String {
    let mut bytes = vec![b'l'];
    bytes.extend_from_slice(&cursor.log.0.to_be_bytes());
    bytes.extend_from_slice(&cursor.before.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a place in the log.
pub(crate) fn read_before(text: &str) -> Option<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (kind, rest) = bytes.split_first()?;
    let (log, before) = rest.split_first_chunk()?;
    let before = before.try_into().ok().map(u64::from_be_bytes)?;
    (*kind == b'l').then_some(Cursor { log: LogId(u32::from_be_bytes(*log)), before })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_round_trip_and_stay_in_their_list() {
        let text = after(List::Keys, 7);
        assert_eq!(read_after(List::Keys, &text), Some(7));
        assert_eq!(read_after(List::Tokens, &text), None);
        assert_eq!(read_before(&text), None);
        let cursor = Cursor { log: LogId(3), before: u64::MAX };
        assert_eq!(read_before(&before(cursor)), Some(cursor));
        for bad in ["", "k", "????", &text[1..], &format!("{text}A")] {
            assert_eq!(read_after(List::Keys, bad), None, "{bad}");
        }
    }
}

//! A place in the list of keys as a text of the address: URL-safe base64 of what was compared and the key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claviger::core::id::KeyId;
use claviger::manage::keys::{Place, Rank};

/// Shows a place.
pub(super) fn show(place: &Place) -> String {
    let mut bytes = place.key.as_u64().to_be_bytes().to_vec();
    match &place.rank {
        Rank::Number(number) => {
            bytes.push(b'n');
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        Rank::Text(text) => {
            bytes.push(b't');
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a place.
pub(super) fn read(text: &str) -> Option<Place> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (key, rest) = bytes.split_first_chunk::<8>()?;
    let key = KeyId::from_u64(u64::from_be_bytes(*key));
    let (sort, rest) = rest.split_first()?;
    let rank = match sort {
        b'n' => Rank::Number(i64::from_be_bytes(rest.try_into().ok()?)),
        b't' => Rank::Text(String::from_utf8(rest.to_vec()).ok()?),
        _ => return None,
    };
    Some(Place { rank, key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_round_trip() {
        for rank in [Rank::Number(-5), Rank::Number(i64::MAX), Rank::Text("grid bot é".to_owned())] {
            let place = Place { rank, key: KeyId::from_u64(7) };
            assert_eq!(read(&show(&place)), Some(place));
        }
        for bad in ["", "AAAA", "????", "AAAAAAAAAAA", "AAAAAAAAAAB4"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

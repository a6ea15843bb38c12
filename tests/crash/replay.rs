//! Requests that were good once, sent again to the byte.

use crate::book::{Book, Call};
use crate::image::Image;
use claviger_core::id::KeyId;
use claviger_tests::http::Connection;
use std::collections::HashSet;
use std::net::SocketAddr;

/// Sends each of these again; complains about each that is not refused as it must be.
pub(crate) fn replay<'b>(
    to: SocketAddr,
    calls: impl Iterator<Item = &'b Call>,
    dead: &HashSet<KeyId>,
) -> Vec<String> {
    let mut connection = Connection::new(to);
    let mut complaints = Vec::new();
    for call in calls {
        let expected = if dead.contains(&call.key) { "EAPI:Invalid key" } else { "EAPI:Invalid nonce" };
        let said = match call.signed.send(&mut connection) {
            Ok(reply) => reply.error(),
            Err(error) => error.to_string(),
        };
        if said != expected {
            complaints.push(format!("{} {} sent again: `{said}`", call.signed.method, call.signed.nonce));
        }
    }
    complaints
}

/// The calls of a book that the log has accepted or refused for good, so that none may be accepted again, whatever
/// the client was told.
pub(crate) fn spent<'b>(book: &'b Book, image: &Image) -> Vec<&'b Call> {
    let claims = image.claims();
    let is_spent =
        |call: &&Call| claims.of(call).iter().any(|claim| claim.draft.nonce == Some(call.signed.nonce));
    book.calls.iter().filter(is_spent).collect()
}

/// The keys that have ended.
pub(crate) fn dead(image: &Image) -> HashSet<KeyId> {
    image.keys.iter().filter(|key| key.revoked_at.is_some()).map(|key| key.id).collect()
}

//! The nonces accepted inside the window, sorted, at most [`MAX_ACCEPTED`].

use super::Nonce;

/// Most nonces remembered per key; overflow raises the floor.
pub const MAX_ACCEPTED: usize = 4096;

/// A sorted list: nonces arrive nearly in order, so an insertion is nearly always at the end.
/// Boxed lazily by `Vec`: a key without a window costs three words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Accepted(Vec<Nonce>);

impl Accepted {
    pub(super) fn contains(&self, nonce: Nonce) -> bool {
        self.0.binary_search(&nonce).is_ok()
    }

    /// Adds one; returns the lowest if it had to go.
    pub(super) fn insert(&mut self, nonce: Nonce) -> Option<Nonce> {
        if let Err(at) = self.0.binary_search(&nonce) {
            self.0.insert(at, nonce);
        }
        (self.0.len() > MAX_ACCEPTED).then(|| self.0.remove(0))
    }

    /// Forgets everything at or below `limit`.
    pub(super) fn drop_through(&mut self, limit: Nonce) {
        let keep_from = self.0.partition_point(|nonce| *nonce <= limit);
        if keep_from > 0 {
            self.0.drain(..keep_from);
        }
    }

    pub(super) fn as_slice(&self) -> &[Nonce] {
        &self.0
    }
}

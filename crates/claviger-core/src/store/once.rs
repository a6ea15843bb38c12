//! A request that takes effect once, however often it is sent.

use crate::id::AccountId;
use crate::principal::Principal;
use crate::time::Timestamp;

/// An idempotency key: what a client calls a request by, so that it can be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OnceKey {
    /// The account the request is about.
    pub account: AccountId,
    /// Who sends it: nobody repeats the request of another.
    pub by: Principal,
    /// A digest of the client's text, under a key of the server's.
    pub digest: [u8; 32],
}

/// What is remembered of a change together with it, so that it is not made a second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// By what the request is known.
    pub key: OnceKey,
    /// A digest of the whole request, to tell a repetition from another request under the same key.
    pub request: [u8; 32],
    /// What is answered when it is sent again; opaque here, and without a secret.
    pub answer: Vec<u8>,
    /// How long it is remembered.
    pub keep_secs: u32,
    /// Most requests remembered of the account; beyond it the oldest are forgotten.
    pub limit: u32,
}

impl Once {
    /// The record of it, if the change is written at `at` with the entry of this sequence.
    #[must_use]
    pub fn answered(&self, sequence: u64, at: Timestamp) -> Answered {
        let Once { request, ref answer, keep_secs, .. } = *self;
        let expires_at = at.plus_secs(i64::from(keep_secs));
        Answered { request, answer: answer.clone(), sequence, at, expires_at }
    }
}

/// A request that has taken effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The digest of the request.
    pub request: [u8; 32],
    /// What is answered when it is sent again.
    pub answer: Vec<u8>,
    /// The sequence of its entry.
    pub sequence: u64,
    /// When it took effect.
    pub at: Timestamp,
    /// From when on it counts as forgotten.
    pub expires_at: Timestamp,
}

impl Answered {
    /// Whether it still counts.
    #[must_use]
    pub fn stands(&self, time: Timestamp) -> bool {
        time < self.expires_at
    }
}

//! Requests that take effect once, however often they are sent (P9).
//!
//! # Order
//! 1. Whoever sends the same key waits until the request before it has ended ([`turn`]).
//! 2. What is on record under the key is looked up ([`known`]). If it is this request, its answer is
//!    given again; if it is another one, that is refused.
//! 3. The use case runs. Its change and the record are one transaction, which the store refuses as
//!    *repeated* if there is a record by then: so 1 and 2 only spare work, on one node or on many.
//! 4. After *repeated*, 2 is done again.
//!
//! Stopped before the transaction of 3, there is neither change nor record, and the request takes
//! effect when it is sent again; stopped after it, there are both, and it is answered again. A use
//! case of several transactions keeps the record with its last one and must itself go on where it
//! stopped: opening an account does. Or with its first, if the rest happens whatever becomes of the
//! request: removing a member does; a rotation of the master key that a crash interrupted is
//! finished by the next start, and the request, sent again, then rotates once more. A request that
//! ended its own token cannot be sent again with it. What was refused changed nothing and is not remembered: sent again, it is judged anew,
//! since what stood in its way may be gone.
//!
//! Key and request are kept as digests that need the data keys to be made: a request may hold a
//! password, and a digest of it must not let anybody try out guesses. An answer is kept without any
//! secret it held.

mod turns;

use super::read::read;
use super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::store::{Answered, Once, OnceKey};
use std::any::Any;
use std::fmt;
use std::sync::Arc;
pub use turns::Turn;
pub(crate) use turns::Turns;

/// Makes the answer that is kept from what a use case gives, if it knows that kind of thing.
pub type Render = Arc<dyn Fn(&dyn Any) -> Option<Vec<u8>> + Send + Sync>;

/// A request that named an idempotency key.
#[derive(Clone)]
pub struct Asked {
    key: OnceKey,
    request: [u8; 32],
    keep_secs: u32,
    limit: u32,
    render: Option<Render>,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Asked {
    /// The request of `caller` under the key `text`; `parts` are all of what it asks for. None for
    /// the host's own commands, which nobody sends twice.
    #[must_use]
    pub fn new(authority: &Authority, caller: &Caller, text: &[u8], parts: &[&[u8]]) -> Option<Self> {
        let secrets = authority.secrets();
        let digest = |parts: &[&[u8]]| secrets.keyring().digest(parts);
        let key =
            OnceKey { account: caller.account, by: caller.principal()?, digest: digest(&[b"key", text]) };
        let request: Vec<&[u8]> =
            [b"request".as_slice(), text].into_iter().chain(parts.iter().copied()).collect();
        let limits = authority.limits();
        Some(Asked {
            key,
            request: digest(&request),
            keep_secs: limits.idempotency_secs,
            limit: limits.idempotency_keys,
            render: None,
        })
    }

    /// The same, answered by what `render` makes.
    #[must_use]
    pub fn answered_by(self, render: Render) -> Self {
        Asked { render: Some(render), ..self }
    }

    /// What is written with the change. Without a renderer for it, the answer is empty.
    pub(super) fn once<T: Any>(&self, told: &T) -> Once {
        let answer = self.render.as_ref().and_then(|render| render(told)).unwrap_or_default();
        let Asked { key, request, keep_secs, limit, .. } = *self;
        Once { key, request, answer, keep_secs, limit }
    }
}

/// What is on record under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing that stands: the request has not taken effect.
    Nothing,
    /// This request took effect.
    Same(Answered),
    /// Another request did.
    Other,
}

/// Waits until no other request under the same key is being carried out in this process.
pub async fn turn(authority: &Authority, asked: &Asked) -> Turn {
    authority.turns.take(asked.key).await
}

/// Looks up what is on record.
///
/// # Errors
/// [`ManageError::Unavailable`].
pub async fn known(authority: &Authority, asked: &Asked) -> Result<Known, ManageError> {
    let (key, now) = (asked.key, authority.now());
    let found = read(authority, move |store| store.answered(&key)).await?;
    Ok(match found.filter(|answered| answered.stands(now)) {
        None => Known::Nothing,
        Some(answered) if answered.request == asked.request => Known::Same(answered),
        Some(_) => Known::Other,
    })
}

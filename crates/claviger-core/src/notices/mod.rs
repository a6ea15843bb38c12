//! Notices: what happened that somebody should know, whom it is told, and how far that has come.
//!
//! **The audit log is the outbox.** Every event is an entry, written in the transaction of what it tells of. A follower reads
//! the log in its order and makes an [`Event`] of each entry that somebody should know of ([`is_noted`]); a [`Notice`] keeps
//! it for the inbox, and a [`Delivery`] for each [`Channel`] it goes to. All of that is written together with the place in
//! the log up to which it was read ([`Position`]), so no entry is passed over and none is told that is not on record.
//!
//! Like people, each is kept as one [`Record`](crate::store::Record). No secret is in any of them in clear.

mod audience;
mod channel;
mod delivery;
mod event;
mod kind;
mod network;
mod noted;
mod notice;
mod position;
mod rule;

pub use audience::{Audience, Held};
pub use channel::{Channel, Confirm, HookSecrets, Route, RouteError, Service};
pub use delivery::{Attempt, Delivery, Fate, MAX_ATTEMPTS_KEPT};
pub use event::{Event, EventId, MAX_FACTS};
pub use kind::{EventKind, Level};
pub use network::network_of;
pub use noted::is_noted;
pub use notice::Notice;
pub use position::{Habit, Health, Mark, Position, Refusals, SeenUpTo, TOP_REASONS};
pub use rule::{Rule, Scope, Verdict};

//! The key as an account owner sees it, and its life as a pure state machine ([`life`]).

mod kind;
pub mod life;
mod record;
mod snapshot;
mod state;

pub use kind::KeyKind;
pub use record::{KeyRecord, Revision};
pub use snapshot::KeySnapshot;
pub use state::KeyState;

//! The key as an account owner sees it, and its life as a pure state machine ([`life`]).

pub mod advice;
mod kind;
pub mod life;
pub mod preset;
mod record;
pub mod review;
mod snapshot;
mod state;
mod widen;

pub use kind::KeyKind;
pub use record::{KeyRecord, Revision};
pub use snapshot::KeySnapshot;
pub use state::KeyState;
pub use widen::widens;

//! The key as an account owner sees it, and its life as a pure state machine ([`life`]).

pub mod advice;
pub mod age;
pub mod incident;
mod kind;
pub mod life;
mod policy;
pub mod preset;
mod record;
pub mod review;
mod snapshot;
mod state;
mod widen;

pub use kind::KeyKind;
pub use policy::RotationPolicy;
pub use record::{KeyRecord, Revision};
pub use snapshot::KeySnapshot;
pub use state::KeyState;
pub use widen::{Widening, widening, widens};

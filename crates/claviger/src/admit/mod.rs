//! Letting calls in: signed calls ([`signed`]), public keys ([`public`]), and what happens after
//! a call was let in ([`admitted`]).

mod admitted;
mod hearing;
mod info;
mod public;
mod refusal;
mod signed;

pub use admitted::{Admitted, Closing, NotRecorded};
pub use info::KeyInfo;
pub use refusal::Refusal;
pub use signed::OrderLookup;

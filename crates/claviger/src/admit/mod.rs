//! Letting calls in: signed calls ([`signed`]), public keys ([`public`]), and what happens after
//! a call was let in ([`admitted`]); and the one that nobody lets in, since it ends its key ([`kill`]).

mod admitted;
mod hearing;
mod info;
mod kill;
mod public;
mod refusal;
mod signed;
mod who;

pub use admitted::{Admitted, Closing, NotRecorded};
pub use info::KeyInfo;
pub use kill::Killed;
pub use refusal::Refusal;
pub use signed::OrderLookup;
pub use who::{Rate, Standing};

//! Bytes in, a closed [`Request`] or a [`ParseError`] out. Pure, bounded by [`crate::limits`], and
//! each parser an entry point of its own for fuzzing. What is signed stays the bytes received:
//! nothing here re-encodes, sorts or normalises them.

mod error;
mod form;
mod funding;
mod head;
mod json;
mod nonce;
mod params;
mod request;
mod text;

pub use error::ParseError;
pub use form::parse_form;
pub use funding::FundingRequest;
pub use head::{BodyKind, Head, Single};
pub use json::parse_json;
pub use nonce::parse_nonce;
pub use params::Params;
pub use request::{PublicRequest, Request, SignedRequest, Verb, parse_request};

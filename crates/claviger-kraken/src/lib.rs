//! Kraken's wire over the authority: REST, with authentication in the body or (below `/funding/`) in
//! headers, and the paper exchange behind it. Nothing else speaks Kraken.
//!
//! Purpose: take the bytes of one HTTP request, have the authority judge it, carry it out on the
//! paper exchange, and answer in the exchange's own words and shapes (KRAKEN-WIRE.md).
//!
//! It must not know: policy (the authority decides), how a store keeps what it is given, sockets
//! or the HTTP loop (the server hands it a parsed head and a whole body), clocks (the authority
//! has one).
//!
//! Promises it carries: P8 (hostile bytes are only an error: every parser is capped and free of
//! panics), P18 (clients of the exchange work unchanged: signature vectors, exact texts, shapes);
//! of the paper exchange, P3 and P4 (nothing that is not durable is shown, see [`paper`]).
//!
//! # The way of a request
//! [`wire`] takes it; [`parse`] makes it a closed request or refuses it; [`method`] names what it
//! asks for; the authority lets it in or does not; the method's own file reads its parameters and
//! writes its answer; [`paper`] carries it out and sees to it that it lasts; [`envelope`] wraps
//! the answer; [`error`] has the one table of texts. A report is no envelope: `report` makes its bytes.

pub mod envelope;
pub mod error;
pub mod limits;
pub mod method;
mod methods;
pub mod paper;
pub mod parse;
mod read;
mod report;
mod shape;
pub mod wire;

pub use methods::read_order;
pub use paper::Paper;
pub use wire::{MarketData, Wire, WireRequest, WireResponse};

//! Kraken's wire over the authority: REST with body authentication, and the paper exchange behind
//! it. Nothing else speaks Kraken.
//!
//! Purpose: take the bytes of one HTTP request, have the authority judge it, carry it out on the
//! paper exchange, and answer in the exchange's own words and shapes (KRAKEN-WIRE.md).
//!
//! It must not know: policy (the authority decides), how a store keeps what it is given, sockets
//! or the HTTP loop (the server hands it parsed heads and whole bodies), clocks (one is given).
//!
//! Promises it carries: P8 (hostile bytes are only an error: every parser is capped and free of
//! panics), P18 (clients of the exchange work unchanged: signature vectors, exact texts, shapes).
//!
//! The way of a request: [`parse`] → [`method`] → the authority → the verb's file under
//! `methods` → [`envelope`]; [`error`] has the one table of texts.

pub mod envelope;
pub mod error;
pub mod limits;
pub mod method;
mod methods;
pub mod parse;
mod read;
mod shape;

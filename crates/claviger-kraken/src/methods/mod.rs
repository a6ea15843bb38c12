//! One file per method: its parameters, what it asks of the paper exchange, its answer.

pub(crate) mod funding;
pub(crate) mod private;
pub(crate) mod public;

pub use private::read_order;

use crate::error::KrakenError;
use bytes::Bytes;

/// The whole body of an answer, or the error to be worded.
pub(crate) type Answer = Result<Bytes, KrakenError>;

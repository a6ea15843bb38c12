//! Every limit of the wire, applied before the work it bounds. One call can make this crate hold no more than its body
//! and a table of [`MAX_PARAMS`] pairs pointing into it.

use std::time::Duration;

/// Most bytes of a request's body.
pub const MAX_BODY_BYTES: usize = 128 * 1024;
/// Most bytes of a request's path and query string.
pub const MAX_TARGET_BYTES: usize = 8 * 1024;
/// Most parameters of one request.
pub const MAX_PARAMS: usize = 1_000;
/// Most bytes of a parameter's name; of nested JSON, of the name in its bracketed form.
pub const MAX_NAME_BYTES: usize = 64;
/// Most bytes of a parameter's value.
pub const MAX_VALUE_BYTES: usize = 32 * 1024;
/// Deepest nesting of JSON, the outermost object counted.
pub const MAX_JSON_DEPTH: usize = 8;
/// Most bytes of one JSON number.
pub const MAX_NUMBER_BYTES: usize = 64;
/// Most digits of a nonce; 2^64 − 1 has twenty.
pub const MAX_NONCE_DIGITS: usize = 20;
/// Bytes of a `symbol`, as documented.
pub const SYMBOL_BYTES: std::ops::RangeInclusive<usize> = 3..=32;
/// Most bytes of a report's file before it is packed, worked out from the widest its rows can be; the venue has the limits
/// of rows, of reports and of their descriptions ([`claviger_venue::MOST_EXPORT_ROWS`] and beside it).
pub const MAX_EXPORT_BYTES: usize = 16 * 1024 * 1024;
/// Rows of a report copied out of the paper exchange under its lock at once.
pub const EXPORT_CHUNK_ROWS: usize = 1_000;
/// Most reports that are built at once.
pub const MAX_EXPORTS_AT_ONCE: usize = 2;
/// Longest wait for the building of a report to begin.
pub const MAX_EXPORT_WAIT: Duration = Duration::from_secs(5);
/// Most ids in one query by ids of orders.
pub const MAX_ORDER_IDS: usize = 50;
/// Most ids in one query by ids of trades or ledger entries.
pub const MAX_RECORD_IDS: usize = 20;

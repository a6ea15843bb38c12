//! Every limit of the wire, applied before the work it bounds. One call can make this crate hold no more than its body
//! and a table of [`MAX_PARAMS`] pairs pointing into it.

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
/// Most ids in one query by ids of orders.
pub const MAX_ORDER_IDS: usize = 50;
/// Most ids in one query by ids of trades or ledger entries.
pub const MAX_RECORD_IDS: usize = 20;

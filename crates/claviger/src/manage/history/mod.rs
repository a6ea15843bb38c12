//! The log: calls of keys, and acts on them.

mod list;

pub use list::{HistoryFilter, list};

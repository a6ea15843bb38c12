//! The log: calls of keys, and acts on them.

mod follow;
mod list;

pub use follow::{Followed, follow};
pub(super) use list::within;
pub use list::{HistoryFilter, list};

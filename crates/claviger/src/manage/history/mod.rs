//! The log: calls of keys, and acts on them.

mod follow;
mod list;
mod names;

pub use follow::{Followed, follow};
pub(super) use list::within;
pub use list::{HistoryFilter, list};
pub use names::{Names, actors, names};

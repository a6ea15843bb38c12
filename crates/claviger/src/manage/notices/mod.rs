//! Notices: the inbox.

mod list;
mod mark_read;

pub use list::{Inbox, list, unread};
pub use mark_read::mark_read;

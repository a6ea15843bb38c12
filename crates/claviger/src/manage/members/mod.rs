//! Members: the people who have a place in an account.

mod edit;
mod list;
mod remove;

pub use edit::edit;
pub use list::{MemberView, list, page, show};
pub use remove::{Removed, finish_leaving, remove};

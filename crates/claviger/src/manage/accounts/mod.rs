//! Accounts.

mod create;
mod list;
mod show;

pub use create::{CreatedAccount, create};
pub use list::list;
pub use show::show;

pub(super) use create::found;

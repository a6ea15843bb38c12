//! Keys.

mod change;
mod create;
mod edit;
mod list;
mod readmit;
mod revoke;
mod show;
mod step;

pub use change::{Changed, MAX_DRAIN};
pub use create::{CreateKey, CreatedKey, create};
pub use edit::{EditKey, EditedKey, edit};
pub use list::list;
pub use readmit::readmit;
pub use revoke::revoke;
pub use show::{ShownKey, show};
pub use step::step;

pub(super) use change::own;

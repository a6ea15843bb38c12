//! Reviewing keys: one key, with what it was used for and what a change would have refused; all keys by when they are due.

mod chosen;
pub(super) mod list;
pub(super) mod policy;
pub(super) mod show;
pub(super) mod sign_off;
mod tried;
pub(super) mod undo;

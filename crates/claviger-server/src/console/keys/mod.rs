//! Keys.

mod belongs;
mod concern;
pub(super) mod create;
mod cursor;
mod diff;
pub(super) mod edit;
mod fields;
mod line;
pub(super) mod list;
mod marks;
pub(super) mod new;
pub(super) mod readmit;
pub(super) mod revoke;
mod secret;
pub(super) mod show;
mod snippets;
pub(super) mod step;
pub(super) mod stop;
mod summary;
pub(super) mod unused;

pub(super) use fields::{Errors, optional};

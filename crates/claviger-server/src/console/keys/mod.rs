//! Keys.

mod concern;
pub(super) mod create;
mod cursor;
mod fields;
mod line;
pub(super) mod list;
mod marks;
pub(super) mod new;
mod secret;
mod snippets;
mod summary;

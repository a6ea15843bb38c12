//! Keys.

mod concern;
mod cursor;
mod line;
pub(super) mod list;
mod marks;

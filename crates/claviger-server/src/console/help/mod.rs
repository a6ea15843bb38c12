//! Help: five screens that everybody who holds keys should have read. What they say of the product leads to where one does
//! it, as far as the reader's role goes.

pub(super) mod list;
pub(super) mod read;
mod readers;
pub(super) mod show;
mod words;

pub(super) use words::{path, title};

//! Orders placed and cancelled by hand.

pub(in super::super) mod cancel;
pub(in super::super) mod cancel_all;
pub(in super::super) mod list;
pub(in super::super) mod place;
mod text;

pub(crate) use text::{Kind, OrderText};

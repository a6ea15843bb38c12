//! Orders: shown, placed and cancelled by hand.

pub(in super::super) mod cancel;
pub(in super::super) mod cancel_all;
mod fields;
pub(in super::super) mod line;
pub(in super::super) mod list;
pub(in super::super) mod new;
pub(in super::super) mod place;
mod refusal;
mod summary;

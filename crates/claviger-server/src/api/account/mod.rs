//! The account of the token.

pub(super) mod show;

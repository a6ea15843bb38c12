//! Administration tokens.

pub(super) mod create;
mod json;
pub(super) mod list;
pub(super) mod revoke;
pub(super) mod rotate;

pub(super) use json::{CreatedTokenJson, TokenJson};

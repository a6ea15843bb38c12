//! Members of the account and the links that invite some.

pub(super) mod invite;
mod link;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod reset;
pub(super) mod role;
pub(super) mod roles;
pub(super) mod show;
mod view;

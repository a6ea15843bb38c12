//! Invitations and reset links.

pub(super) mod create;
mod json;
pub(super) mod list;
pub(super) mod revoke;

pub(super) use json::{LinkJson, PURPOSES, link_kept};

use json::InvitationJson;

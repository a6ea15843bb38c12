//! Members of the account.

pub(super) mod edit;
mod json;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod reset;
pub(super) mod sessions;
pub(super) mod show;

use json::{MemberJson, ShownMember};

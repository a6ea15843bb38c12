//! Channels for notices.

pub(super) mod code;
pub(super) mod confirm;
pub(super) mod create;
pub(super) mod edit;
mod json;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod rotate;
pub(super) mod show;
pub(super) mod test;

use json::{ChannelJson, MadeJson};

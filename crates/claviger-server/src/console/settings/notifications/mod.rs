//! Notifications: channels, and what is told of what.

pub(in super::super) mod act;
pub(in super::super) mod create;
pub(in super::super) mod rules;
pub(in super::super) mod show;

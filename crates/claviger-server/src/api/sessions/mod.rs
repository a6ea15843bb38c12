//! Sessions of members.

pub(super) mod end;

//! Links that let somebody in: the first owner, somebody who is invited, somebody who forgot the password. Whatever is wrong
//! with a link reads the same.

pub(super) mod accept;
pub(super) mod join;
pub(super) mod judge;
pub(super) mod show;

//! After a leak: one page that leads through the answer, from stopping the key to a report of it all.

pub(super) mod report;
pub(super) mod show;
pub(super) mod stop;
mod view;

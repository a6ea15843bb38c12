//! After a leak: what a key did, how far the answer is, and a report of both.

mod json;
pub(super) mod report;
pub(super) mod show;

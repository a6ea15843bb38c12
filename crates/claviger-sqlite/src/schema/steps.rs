//! How the tables of one version become those of the next.
//!
//! A step may be changed only until it was released; from then on files exist that were made by
//! it, and what comes next is a step of its own, with a fixture of the version before it
//! (`tests/fixture.rs`). A step is plain SQL without a transaction and without the version: both
//! are the framework's, so that none can be written without the other.

mod version_2;

/// One step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The version it makes, from the one before it.
    pub(super) to: i32,
    /// What it does.
    pub(super) sql: &'static str,
    /// Whether it writes anew what grows with the store, and needs room for that.
    pub(super) rewrites: bool,
}

/// Every step, in order, without a gap.
pub(super) const STEPS: &[Step] = &[Step { to: 2, sql: version_2::STEP, rewrites: false }];

/// The version this release serves.
pub(super) const fn newest() -> i32 {
    match STEPS.last() {
        Some(step) => step.to,
        None => 1,
    }
}

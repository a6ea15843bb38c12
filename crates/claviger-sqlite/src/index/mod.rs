//! The index from a key, or an account's acts, to the entries of its history.
//!
//! The latest entries are indexed in memory ([`tail`]); older ones in immutable segments of
//! consecutive sequences on disk ([`segment`]), so that no call pays for a B-tree insert.

mod build;
mod lookup;
mod segment;
mod subject;
mod tail;

pub(crate) use build::write_segment;
pub(crate) use lookup::{Segments, segments_end};
pub(crate) use subject::{Subject, is_act};
pub(crate) use tail::Tail;

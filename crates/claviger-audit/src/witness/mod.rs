//! What is kept elsewhere of a log, so that a store that was rolled back is noticed.
//!
//! No program can prove from a disk alone that it is an old one: that takes somebody who was there. A
//! **witness** is a place apart from the store that holds the last [`Statement`] of where the log was.
//! Before a store is served, [`judge`] compares the two.
//!
//! Epochs rise with every opening of a lane, sequences are dense, and an entry names its epoch. So a
//! store that lacks anything witnessed is lower in one of the two, or has another entry at the
//! witnessed position. The one way a store may rightly be lower is that everything in it was *held*
//! since, by a restore ([`Position::held`]).

mod judge;
mod statement;

pub use judge::{Hold, Position, Verdict, judge};
pub use statement::{MAX_STATEMENT, Statement, StatementError};

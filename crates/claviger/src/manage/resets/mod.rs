//! Reset links: with one, somebody who forgot the password sets another.
//!
//! # Whom a link may let in
//! Whoever makes a link could use it, too. So one made in an account is for members of no other account,
//! below or beside the role of whoever makes it, and that is looked at again when it is used. What would
//! change it takes the link away: a change of the role, and a place in another account. A second factor is
//! wanted besides, so a mailbox alone is not enough; only the host can make a link that goes without.

mod by_host;
mod create;
mod finish;

pub use by_host::by_host;
pub use create::create;
pub use finish::finish;

/// How long a reset link works, in seconds.
const SECS: i64 = 24 * 3600;

//! Reset links: with one, somebody who forgot the password sets another.

mod create;
mod finish;
mod host;

pub use create::create;
pub use finish::finish;
pub use host::host;

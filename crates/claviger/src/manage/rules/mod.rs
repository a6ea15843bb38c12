//! Rules: what is told, and what not.

mod list;
mod set;

pub use list::list;
pub use set::set;

//! Rules of what is told.

mod json;
pub(super) mod list;
pub(super) mod set;

use json::RuleJson;

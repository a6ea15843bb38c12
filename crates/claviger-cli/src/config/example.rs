//! `claviger config example`: every setting at its default, explained.

use crate::failure::Failure;
use crate::output::Out;

pub(super) const EXAMPLES: &str = "\
Examples:
  claviger config example
  claviger config example > claviger.toml";

pub(crate) fn run(out: &mut Out) -> Result<(), Failure> {
    out.line(claviger_server::config::example().trim_end())
}

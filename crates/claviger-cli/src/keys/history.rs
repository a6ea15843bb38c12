//! `claviger keys history`: the calls of one key, and the acts on it.

use super::pick;
use crate::failure::Failure;
use crate::history::{COLUMNS, Filter};
use crate::http::{Paging, pages};
use crate::output::Out;
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger keys history 'grid bot'
  claviger keys history 'grid bot' --outcome refused --from 2026-11-01
  claviger keys history key_0123456789ab --all --json";

/// Options of `claviger keys history`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let query = args.filter.query()?;
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    let path = format!("{}/history", pick::path(pick::text(&key, "id")));
    let answer = pages(&api, &path, &query, &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "no entries"))
}

//! `claviger audit`: every act on keys, tokens and settings of the account, newest first.

use crate::failure::Failure;
use crate::history::{ACTOR, Filter, TARGET, with};
use crate::http::{Paging, pages};
use crate::output::Out;
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger audit
  claviger audit --action key.revoke --action token.revoke
  claviger audit --from 2026-11-01 --all --json";

/// Options of `claviger audit`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let query = args.filter.query()?;
    let answer = pages(&args.remote.connect()?, "/audit", &query, &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, &with(&[ACTOR, TARGET]), "no entries"))
}

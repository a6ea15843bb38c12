//! `claviger recover clock`: the latest time of the log set back.

use crate::config::Source;
use crate::failure::{Failure, chain};
use crate::output::{Answer, Out, confirm_yes};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::host;

const EXAMPLES: &str = "\
Time in the log never falls, so that no expired key comes back to life when a clock steps back. Where a clock ran ahead,
by a year say, that year was committed, and every key with an expiry looks expired though the clock is right again.
This sets the latest time back to this machine's clock: put the clock right first (`timedatectl`), and stop the
server. Keys that expired between the two times live again; the audit log tells of it as clock.reset.

Examples:
  claviger recover clock --data-dir /var/lib/claviger";

/// Options of `claviger recover clock`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let dir = args.source.load()?.config.server.data_dir;
    let now = SystemClock.now();
    let question =
        format!("Set the latest time of the log in {} back to {now}? Is that clock right?", dir.display());
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let done = host::recover_clock(&dir, SystemClock.now());
    let done = done.map_err(|error| Failure::failed(chain(&error)).next("nothing was changed"))?;
    out.line(format!("the latest time was {} and is {} now", done.from, done.to))
}

//! `claviger recover rollback`: data that was rolled back is held, as a restore holds it.

use crate::config::Source;
use crate::failure::{Failure, chain};
use crate::output::{Answer, Out, confirm_yes, note};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::host::{self, LookedBack};

const EXAMPLES: &str = "\
For when the server does not start since its witness saw the data further on than it is: files were copied back, or a
volume went back to a snapshot. If the newer data is still somewhere, put that back instead: nothing is lost then.

What was revoked, narrowed or used as a nonce since is not in the data, so this does what a restore does: every key is
held, and refuses every call, until it is readmitted; every token is revoked; the epoch goes beyond any that was seen.
The audit log tells of it as store.restored. Give the settings the server is started with, so that the witness is read.

Then:
  claviger recover token --data-dir DIR      a new token for the operator
  claviger serve --config FILE
  claviger keys revoke …                     what was taken back meanwhile
  claviger keys readmit --all                the others

Examples:
  claviger recover rollback --config /etc/claviger.toml";

/// Options of `claviger recover rollback`.
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
    let config = args.source.load()?.config;
    let failed = |error| {
        Failure::failed(chain(&error)).next("nothing was changed; the server must be stopped for this")
    };
    let looked = host::look_back(&config).map_err(failed)?;
    let dir = config.server.data_dir.display();
    let LookedBack { found, proven, said } = looked;
    note(&format!(
        "the data in {dir} is at epoch {}, next sequence {}, latest time {}",
        found.epoch, found.next_sequence, found.latest
    ));
    said.iter().for_each(|said| note(&format!("the witness: {said}")));
    let why = if proven { "It was rolled back." } else { "Nothing says that it was rolled back." };
    let question = format!("{why} Hold every key in {dir} until it is readmitted, and revoke every token?");
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    host::recover_rollback(&config, SystemClock.now()).map_err(failed)?;
    out.line("every key is held, and every token is revoked")?;
    note(&format!("next: claviger recover token --data-dir {dir}"));
    Ok(())
}

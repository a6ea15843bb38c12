//! `claviger recover first-owner`: the link for the first person, made on the host.

use super::sign_in::show;
use crate::config::Source;
use crate::failure::{Failure, chain};
use crate::output::{Answer, Out, confirm_yes};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::{boot, host};

const EXAMPLES: &str = "\
For when nobody signs in yet, and the link that the first start showed is lost or has expired. Stop the server first;
while it runs, `claviger invitations create --role owner` does the same with an administration token. The link works
once, for three days; the audit log tells of it as host.recover.

Examples:
  claviger recover first-owner --data-dir /var/lib/claviger";

/// Options of `claviger recover first-owner`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    /// Name or id of the account, if there are several
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let config = args.source.load()?.config;
    let dir = &config.server.data_dir;
    let question = format!(
        "Make a link with which somebody becomes the owner of the data in {}? The audit log will tell of it.",
        dir.display()
    );
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was made"));
    }
    let links = boot::links(&config, config.server.bind.port());
    let made = host::recover_first_owner(dir, args.account.as_deref(), &links, SystemClock.now());
    let made = made.map_err(|error| {
        Failure::failed(chain(&error)).next("nothing was made; the server must be stopped for this")
    })?;
    show(&made, "first owner of the account", out)
}

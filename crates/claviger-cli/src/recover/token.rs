//! `claviger recover token`: a new operator's token, made on the host.

use crate::config::Source;
use crate::failure::{Failure, chain};
use crate::files::NewFile;
use crate::output::{Answer, Out, confirm_yes, note};
use claviger::clock::{Clock as _, SystemClock};
use claviger_core::text::Name;
use claviger_server::host;
use std::path::PathBuf;

const EXAMPLES: &str = "\
For when every administration token is lost, or revoked by a restore. Stop the server first. Whoever may write to the
data directory can do this, and nobody else; the audit log tells of it as host.recover. The token is shown once.

Examples:
  claviger recover token --data-dir /var/lib/claviger
  claviger recover token --data-dir /var/lib/claviger --account desk --write-token /root/claviger.token --yes";

/// Options of `claviger recover token`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    /// Name or id of the account, if there are several
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// Name of the new token
    #[arg(long, default_value = "recovered")]
    name: String,
    /// Write the token into this new file, readable by its owner only, instead of printing it
    #[arg(long, value_name = "FILE")]
    write_token: Option<PathBuf>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let dir = args.source.load()?.config.server.data_dir;
    let name = Name::parse(&args.name).map_err(|error| Failure::usage(format!("--name: {error}")))?;
    let file = args.write_token.as_deref().map(NewFile::reserve).transpose()?;
    let question = format!(
        "Make a new operator's token for the data in {}? It may do everything, and the audit log will tell of it.",
        dir.display()
    );
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was made"));
    }
    let made = host::recover_token(&dir, args.account.as_deref(), name, SystemClock.now());
    let made = made.map_err(|error| {
        Failure::failed(chain(&error)).next("nothing was made; the server must be stopped for this")
    })?;
    note(&format!(
        "operator's token `{}` of the account `{}`; it is shown once:",
        made.name, made.account.name
    ));
    let text = made.token.reveal();
    match file {
        Some(file) => {
            let path = file.path().display().to_string();
            file.write(&format!("{}\n", text.as_str()))?;
            out.line(format!("the token is in {path}"))
        }
        None => out.line(text.as_str()),
    }
}

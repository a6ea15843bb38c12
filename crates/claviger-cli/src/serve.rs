//! `claviger serve`: the server, until it is told to stop.

mod first_run;
mod running;

pub(crate) use first_run::FirstRun;
pub(crate) use running::Running;

use crate::config::Source;
use crate::failure::Failure;
use crate::files::NewFile;
use crate::output::Out;
use claviger_server::telemetry::init_log;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
The first start makes the master key file, the first account, and an administration token, which is shown once.
SIGTERM and SIGINT stop it in an orderly way: what was accepted is answered first.

Examples:
  claviger serve
  claviger serve --config /etc/claviger.toml
  claviger serve --data-dir ./data --bind 127.0.0.1:0 --set log.format=json
  claviger serve --data-dir /var/lib/claviger --write-token /root/claviger.token";

/// Options of `claviger serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    /// Where the output is kept by something else (a service manager, a container): write the first
    /// administration token into this new file, readable by its owner only, instead of printing it
    #[arg(long, value_name = "FILE")]
    write_token: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let loaded = args.source.load()?;
    let file = args.write_token.as_deref().filter(|path| is_wanted(path, &loaded.config.server.data_dir));
    let file = file.map(NewFile::reserve).transpose()?;
    init_log(loaded.config.log).map_err(|error| Failure::failed(error.to_string()))?;
    let console = loaded.config.server.console;
    let mut running = Running::start(loaded.config)?;
    let told = tell(&mut running, file, console, out);
    if told.is_ok() {
        running.wait();
    }
    running.stop();
    told
}

/// Whether a token may have to be written: a later start, with the file of the first one still
/// there, has none to tell, and a service is started again with the same words.
fn is_wanted(file: &Path, data_dir: &Path) -> bool {
    !(file.exists() && data_dir.join("claviger.db").is_file())
}

/// The order of writes of a first start: account, token ([`claviger_server::boot`]), then the link of the first owner.
/// Stopped before the last, or if it is lost, nobody signs in yet, and every start says how a link is made. Where the
/// output is kept by something else, no link is made to be printed.
fn tell(running: &mut Running, file: Option<NewFile>, console: bool, out: &mut Out) -> Result<(), Failure> {
    let first = running.first_run(console && file.is_none());
    let linked = first.as_ref().is_some_and(|first| first.owner_link.is_some());
    if let Some(first) = first {
        first_run::tell(&first, file, &running.url(), out)?;
    }
    if console && !linked && !running.has_people() {
        out.line(format!(
            "nobody can sign in to the console yet; make a link for the first owner: {}",
            first_run::ANOTHER_LINK
        ))?;
    }
    out.line(format!("listening on {}", running.url()))
}

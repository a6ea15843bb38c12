//! `claviger config check`: whether `serve` would take it.

use super::Source;
use crate::failure::{Failure, chain};
use crate::output::Out;
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::net::tls::{Files, TlsError};

const EXAMPLES: &str = "\
Examples:
  claviger config check
  claviger config check --config /etc/claviger.toml
  claviger config check --set limits.connections=20000";

/// Options of `claviger config check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let loaded = args.source.load()?;
    if let Some(files) = Files::configured(&loaded.config.tls) {
        let refused = |error: TlsError| Failure::usage(format!("TLS cannot be spoken: {}", chain(&error)));
        let shown = files.check(SystemClock.now()).map_err(refused)?;
        let names = if shown.names.is_empty() { "no name".to_owned() } else { shown.names.join(", ") };
        out.line(format!("the certificate is for {names}, and good until {}", shown.expires_at))?;
    }
    out.line("the configuration is good")
}

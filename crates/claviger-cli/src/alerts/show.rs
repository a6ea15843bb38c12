//! `claviger alerts show`: one alert.

use super::{FIELDS, find};
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;

const EXAMPLES: &str = "\
States: armed fires when its condition comes to hold · waiting rests, or has to see it not hold first · fired did so, once,
and is over · off · expired

Examples:
  claviger alerts show AL7J4FF-BGM7G-V2JMIH";

/// Options of `claviger alerts show`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id of the alert
    alert: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let alert = find(&args.remote.connect()?, &args.alert)?;
    args.remote.print(&alert, out, |alert, out| out.card(alert, FIELDS))
}

//! `claviger channels edit`: changes a channel.

use super::{COLUMNS, LEVELS, find, path};
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;
use serde_json::{Map, Value};

const EXAMPLES: &str = "\
Where a channel goes cannot be changed: another place is another channel.

Examples:
  claviger channels edit ops --off
  claviger channels edit ops --on --least alarm";

/// Options of `claviger channels edit`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the channel
    channel: String,
    /// Another name
    #[arg(long)]
    name: Option<String>,
    /// Use it
    #[arg(long, conflicts_with = "off")]
    on: bool,
    /// Do not use it; what waits goes out once it is on again, for a day
    #[arg(long)]
    off: bool,
    /// What is below this does not go there
    #[arg(long, value_name = "LEVEL", value_parser = LEVELS)]
    least: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut fields = Map::new();
    if let Some(name) = &args.name {
        fields.insert("name".to_owned(), name.as_str().into());
    }
    if args.on || args.off {
        fields.insert("on".to_owned(), args.on.into());
    }
    if let Some(least) = &args.least {
        fields.insert("least".to_owned(), least.as_str().into());
    }
    if fields.is_empty() {
        return Err(Failure::usage("say what is to be different: --name, --on, --off or --least"));
    }
    let api = args.remote.connect()?;
    let answer = api.patch(&path(&find(&api, &args.channel)?), &Value::Object(fields))?;
    args.remote.print(&answer, out, |answer, out| out.card(answer, COLUMNS))
}

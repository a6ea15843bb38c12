//! `claviger keys edit`: changes a key; from the answer on, no call is judged by what it was.

use super::fields::Fields;
use super::second_factor::{self, SecondFactor};
use super::{pick, show, widens};
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::{Map, Value};

const EXAMPLES: &str = "\
What is not given stays as it is. Lists are given whole. `none` clears. What widens the key is asked about.

Examples:
  claviger keys edit 'grid bot' -p query-funds,query-open-trades
  claviger keys edit 'grid bot' --allow none --expires none --yes
  claviger keys edit 'grid bot' --name 'grid bot (old)'";

/// Options of `claviger keys edit`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// Another name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Another second factor
    #[arg(long, value_enum, value_name = "KIND")]
    second_factor: Option<SecondFactor>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: Args, out: &mut Out) -> Result<(), Failure> {
    let body = body(&args)?;
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    // Widening is what may do harm; narrowing never waits for an answer.
    let wider = widens::widened(&key, &body);
    if !wider.is_empty() && confirm_yes(&question(&key, &wider), args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let answer = api.patch(&pick::path(pick::text(&key, "id")), &Value::Object(body))?;
    args.remote.print(&answer, out, |answer, out| {
        out.card(answer, &show::changed_fields())?;
        second_factor::show_once(answer, out)
    })
}

fn question(key: &Value, wider: &[String]) -> String {
    format!("Widen `{}`? Then {}.", harmless(pick::text(key, "name")), wider.join("; "))
}

fn body(args: &Args) -> Result<Map<String, Value>, Failure> {
    let mut body = Map::new();
    if let Some(name) = &args.name {
        body.insert("name".to_owned(), name.as_str().into());
    }
    args.fields.put(&mut body)?;
    second_factor::put(args.second_factor, &mut body)?;
    if body.is_empty() {
        return Err(Failure::usage("nothing to change: say what, for example --expires 90d"));
    }
    Ok(body)
}

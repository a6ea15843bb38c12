//! `claviger accounts create`: opens an account; its first token is shown once.

use super::COLUMNS;
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;
use crate::tokens;
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  claviger accounts create 'Desk 2'
  claviger accounts create 'Desk 2' --token-name ops --json";

/// Options of `claviger accounts create`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Its name, unique on the server
    name: String,
    /// The name of its first token
    #[arg(long, value_name = "NAME", default_value = "admin")]
    token_name: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args
        .remote
        .connect()?
        .post("/accounts", &json!({ "name": args.name, "token_name": args.token_name }))?;
    args.remote.print(&answer, out, |answer, out| {
        out.card(answer, COLUMNS)?;
        out.line("")?;
        answer.get("admin_token").map_or(Ok(()), |token| tokens::show_once(token, out))
    })
}

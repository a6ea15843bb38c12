//! `claviger tokens rotate`: replaces a token by a fresh one; the old one stops at once.

use super::{pick, show_once};
use crate::failure::Failure;
use crate::output::{Answer, Out, Toward, confirm_yes, harmless, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  claviger tokens rotate ci --yes
  claviger tokens rotate ci --expires 90d --yes --json";

/// Options of `claviger tokens rotate`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the token
    token: String,
    /// Another expiry, or `none`; without this it stays as it is
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut body = json!({});
    if let (Some(expires), Some(fields)) = (&args.expires, body.as_object_mut()) {
        let at = if expires == "none" {
            Value::Null
        } else {
            parse_when(expires, SystemClock.now(), Toward::Future)?.into()
        };
        fields.insert("expires_at".to_owned(), at);
    }
    let api = args.remote.connect()?;
    let token = pick::find(&api, &args.token)?;
    let question = format!(
        "Rotate `{}`? What uses the present one stops working at once.",
        harmless(pick::text(&token, "name"))
    );
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was rotated"));
    }
    let answer = api.post(&format!("{}/rotate", pick::path(&token)), &body)?;
    args.remote.print(&answer, out, show_once)
}

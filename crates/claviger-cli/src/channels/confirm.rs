//! `claviger channels confirm`: confirms a mailbox by the code that was sent to it.

use super::{find, path};
use crate::failure::Failure;
use crate::output::{Out, ask_line};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
A code works for half an hour and for five tries; --send mails another one.

Examples:
  claviger channels confirm ops 01234567
  claviger channels confirm ops --send";

/// Options of `claviger channels confirm`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the channel
    channel: String,
    /// The code; asked for if it is left out
    code: Option<String>,
    /// Mail another code instead
    #[arg(long, conflicts_with = "code")]
    send: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let path = path(&find(&api, &args.channel)?);
    if args.send {
        let answer = api.post(&format!("{path}/code"), &json!({}))?;
        return args.remote.print(&answer, out, |_, out| {
            out.line("another code was sent, unless the address is confirmed already")
        });
    }
    let code = match &args.code {
        Some(code) => code.clone(),
        None => ask_line("Code")?,
    };
    let answer = api.post(&format!("{path}/confirm"), &json!({ "code": code }))?;
    if answer.get("confirmed").and_then(Value::as_bool) != Some(true) {
        return Err(
            Failure::failed("that is not the code, or it works no more").next("--send mails another one")
        );
    }
    args.remote.print(&answer, out, |_, out| out.line("confirmed: notices are sent there from now on"))
}

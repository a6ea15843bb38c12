//! `claviger notices rule`: sets what is done with a kind of event.

use crate::failure::Failure;
use crate::output::{Out, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
The narrowest rule decides: that of the key, of the person, of the account.

Examples:
  claviger notices rule key.changed channels
  claviger notices rule key.refusals nowhere --key key_0123456789ab
  claviger notices rule key.changed default";

/// Options of `claviger notices rule`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The kind of event; `claviger notices rules` lists them
    event: String,
    /// What is done: `channels` is the inbox and every channel, `default` takes the rule away
    #[arg(value_parser = ["nowhere", "inbox", "channels", "default"])]
    tell: String,
    /// About the key with this id alone
    #[arg(long, value_name = "ID", conflicts_with = "person")]
    key: Option<String>,
    /// About the person with this id alone
    #[arg(long, value_name = "ID")]
    person: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let tell = (args.tell != "default").then_some(&args.tell);
    let body = json!({ "event": args.event, "key": args.key, "user": args.person, "tell": tell });
    let answer = args.remote.connect()?.post("/rules", &body)?;
    args.remote.print(&answer, out, |answer, out| {
        let told = answer.pointer("/rule/tell").and_then(Value::as_str).unwrap_or("as unless told");
        out.line(format!("{}: {}", harmless(&args.event), harmless(told)))
    })
}

//! `claviger channels create`: makes a channel.

use super::{LEVELS, show_once};
use crate::failure::Failure;
use crate::output::{Out, secret_from_stdin};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
A mail address is sent a code and takes nothing before that was given. The secret of a web hook is shown once. The URL of
a chat is kept sealed and not shown again.

Examples:
  claviger channels create ops --mail ops@example.com
  claviger channels create pager --webhook https://hooks.example.com/claviger --least alarm
  claviger channels create desk --slack https://hooks.slack.com/services/T0/B0/x
  claviger channels create vendor --mail desk@vendor.example --holder vendor-x
  claviger channels create phone --telegram -1001234 < bot-token";

/// Options of `claviger channels create`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[group(id = "to", required = true, multiple = false, args = ["mail", "webhook", "slack", "discord", "telegram"])]
pub(crate) struct Args {
    /// Its name
    name: String,
    /// To this mailbox
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// To this web hook of your own, signed by Standard Webhooks
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// To this incoming web hook of Slack
    #[arg(long, value_name = "URL")]
    slack: Option<String>,
    /// To this web hook of Discord
    #[arg(long, value_name = "URL")]
    discord: Option<String>,
    /// To this chat of Telegram, by number or @name; the token of the bot is read from standard input
    #[arg(long, value_name = "CHAT", allow_hyphen_values = true)]
    telegram: Option<String>,
    /// What is below this does not go there
    #[arg(long, value_name = "LEVEL", value_parser = LEVELS, default_value = "warning")]
    least: String,
    /// Only what is about keys of this holder, as to a vendor who was given keys
    #[arg(long, value_name = "HOLDER", conflicts_with = "person")]
    holder: Option<String>,
    /// Only what is about this person (by the id `claviger members list` shows) and the keys that belong to them
    #[arg(long, value_name = "USER")]
    person: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let services = [
        ("mail", &args.mail),
        ("webhook", &args.webhook),
        ("slack", &args.slack),
        ("discord", &args.discord),
        ("telegram", &args.telegram),
    ];
    let given = services.iter().find_map(|(service, to)| to.as_ref().map(|to| (*service, to)));
    let (service, to) = given.ok_or_else(|| Failure::usage("say where it goes: --mail, --webhook, …"))?;
    let token = (service == "telegram").then(secret_from_stdin).transpose()?;
    let token = token.as_ref().map(|token| token.trim());
    let body = json!({
        "name": args.name, "service": service, "to": to, "token": token, "least": args.least,
        "holder": args.holder, "person": args.person,
    });
    let answer = args.remote.connect()?.post("/channels", &body)?;
    args.remote.print(&answer, out, show_once)
}

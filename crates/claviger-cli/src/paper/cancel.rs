//! `claviger paper cancel`: cancels one open order, or all of them.

use crate::failure::Failure;
use crate::http::encode;
use crate::output::{Answer, Out, confirm_yes};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Orders of keys are cancelled like those placed by hand. What was filled stays filled.

Examples:
  claviger paper cancel O7J4FF-BGM7G-V2JMIH
  claviger paper cancel --all --yes";

/// Options of `claviger paper cancel`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id of the order
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    order: Option<String>,
    /// Cancel every open order of the account
    #[arg(long)]
    all: bool,
    /// Do not ask whether all of them are meant
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let path = match &args.order {
        Some(order) => format!("/paper/orders/{}/cancel", encode(order)),
        None => "/paper/orders/cancel".to_owned(),
    };
    let question = "Every open order of the account, those of its keys among them.\nCancel them?";
    if args.all && confirm_yes(question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was cancelled"));
    }
    let answer = api.post(&path, &json!({}))?;
    args.remote.print(&answer, out, |answer, out| {
        let count = answer.get("count").and_then(Value::as_u64).unwrap_or_default();
        out.line(if count == 1 {
            "1 order is cancelled".to_owned()
        } else {
            format!("{count} orders are cancelled")
        })
    })
}

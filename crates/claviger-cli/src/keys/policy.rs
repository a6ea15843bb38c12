//! `claviger keys policy`: what the account wants of rotations, shown or changed.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;
use serde_json::{Map, Value};

const EXAMPLES: &str = "\
Without an option it shows what holds. With a recipient, private keys of successors are encrypted to it and answered
nowhere in clear, so that a program may rotate and never see them.

Examples:
  claviger keys policy
  claviger keys policy --max-age-days 60 --withdrawing-max-age-days 14
  claviger keys policy --recipient age1…
  claviger keys policy --recipient none";

const FIELDS: &[Column] = &[
    Column::new("Days until a key is due", Kind::Number, &["/max_age_days"]),
    Column::new("Days for one that withdraws", Kind::Number, &["/withdrawing_max_age_days"]),
    Column::new("Recipient", Kind::Text, &["/recipient"]).or("none: private keys are shown once"),
];

/// Options of `claviger keys policy`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// How old keys may grow, in days; 0 for any age
    #[arg(long, value_name = "DAYS")]
    max_age_days: Option<u16>,
    /// The same for keys that withdraw; 0 as any other
    #[arg(long, value_name = "DAYS")]
    withdrawing_max_age_days: Option<u16>,
    /// The age recipient that private keys of successors are encrypted to; `none` for none
    #[arg(long, value_name = "AGE1…")]
    recipient: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut body = Map::new();
    let days =
        [("max_age_days", args.max_age_days), ("withdrawing_max_age_days", args.withdrawing_max_age_days)];
    for (name, given) in days {
        if let Some(given) = given {
            body.insert(name.to_owned(), given.into());
        }
    }
    if let Some(recipient) = &args.recipient {
        let value = if recipient == "none" { Value::Null } else { recipient.as_str().into() };
        body.insert("recipient".to_owned(), value);
    }
    let api = args.remote.connect()?;
    let answer = match body.is_empty() {
        true => api.get("/rotation-policy", &[])?,
        false => api.patch("/rotation-policy", &Value::Object(body))?,
    };
    args.remote.print(&answer, out, |answer, out| out.card(answer, FIELDS))
}

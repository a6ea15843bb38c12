//! `claviger reviews policy`: how often keys are reviewed, and what becomes of those nobody uses.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;
use serde_json::{Map, Value};

const EXAMPLES: &str = "\
Examples:
  claviger reviews policy
  claviger reviews policy --every-days 30
  claviger reviews policy --freeze-days 180
  claviger reviews policy --freeze-days never";

const FIELDS: &[Column] = &[
    Column::new("Days between reviews", Kind::Number, &["/every_days"]),
    Column::new("Dormant after days", Kind::Number, &["/dormant_days"]),
    Column::new("Frozen after days", Kind::Number, &["/freeze_days"]).or("never"),
];

/// Options of `claviger reviews policy`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Days between two reviews of a key
    #[arg(long, value_name = "DAYS")]
    every_days: Option<u32>,
    /// Days without a call after which a key is dormant
    #[arg(long, value_name = "DAYS")]
    dormant_days: Option<u32>,
    /// Days without a call after which a key is frozen by itself, or `never`
    #[arg(long, value_name = "DAYS")]
    freeze_days: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let body = args.body()?;
    let api = args.remote.connect()?;
    let answer = match body.is_empty() {
        true => api.get("/reviews/policy", &[])?,
        false => api.patch("/reviews/policy", &Value::Object(body))?,
    };
    args.remote.print(&answer, out, |answer, out| out.card(answer, FIELDS))
}

impl Args {
    fn body(&self) -> Result<Map<String, Value>, Failure> {
        let mut body = Map::new();
        body.extend(self.every_days.map(|days| ("every_days".to_owned(), days.into())));
        body.extend(self.dormant_days.map(|days| ("dormant_days".to_owned(), days.into())));
        if let Some(text) = &self.freeze_days {
            let days = match text.as_str() {
                "never" => Value::Null,
                text => {
                    let wrong = |_| Failure::usage("--freeze-days takes a number of days, or `never`");
                    text.parse::<u32>().map_err(wrong)?.into()
                }
            };
            body.insert("freeze_days".to_owned(), days);
        }
        Ok(body)
    }
}

//! `claviger whoami`: where the key of a profile stands, told by the server to the key itself.

use crate::call::{Verdict, signed};
use crate::failure::Failure;
use crate::http::Trust;
use crate::output::{Column, Kind, Out, harmless};
use serde_json::Value;

const EXAMPLES: &str = "\
Signed with the key of a profile, so no administration token is needed. It uses up one nonce and nothing else.

Examples:
  claviger whoami grid-bot
  claviger whoami grid-bot --would AddOrder
  claviger whoami grid-bot --would Withdraw --from 203.0.113.7 --json";

const FIELDS: &[Column] = &[
    Column::new("Key", Kind::Text, &["/name"]),
    Column::new("Holder", Kind::Text, &["/holder"]),
    Column::new("Application", Kind::Text, &["/application"]),
    Column::new("State", Kind::State, &["/state"]),
    Column::new("Permissions", Kind::List, &["/permissions"]).or("none"),
    Column::new("Seen from", Kind::Word, &["/source/address"]),
    Column::new("Allowed from", Kind::List, &["/allowlist"]).or("anywhere"),
    Column::new("Not before", Kind::Time, &["/not_before"]),
    Column::new("Expires", Kind::Time, &["/expires_at"]).or("never"),
    Column::new("Replaced, ends", Kind::Time, &["/retires_at"]),
    Column::new("To be rotated", Kind::Time, &["/rotation_due_at"]),
    Column::new("Reads history from", Kind::Time, &["/query_from"]),
    Column::new("Reads history to", Kind::Time, &["/query_to"]),
    Column::new("Second factor", Kind::Text, &["/second_factor"]).or("none"),
    Column::new("Server's time", Kind::Time, &["/server_time"]),
    Column::new("Nonce counts", Kind::Word, &["/clock/counts"]).or("no time"),
    Column::new("Clock ahead (ms)", Kind::Number, &["/clock/ahead_ms"]),
    Column::new("Highest nonce", Kind::Word, &["/nonce/highest"]),
    Column::new("Nonce needed", Kind::Word, &["/nonce/needed"]),
    Column::new("Nonce window", Kind::Word, &["/nonce/window"]),
    Column::new("Calls left", Kind::Number, &["/rate/left"]),
    Column::new("Of at most", Kind::Number, &["/rate/most"]),
    Column::new("Id", Kind::Word, &["/id"]),
];

/// Options of `claviger whoami`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The encrypted profile that holds the key
    #[arg(env = "CLAVIGER_PROFILE", value_name = "PROFILE")]
    profile: Option<String>,
    /// Would a call of this method be allowed now, and if not, by which rule?
    #[arg(long, value_name = "METHOD")]
    would: Option<String>,
    /// The address that call would come from, unless from here
    #[arg(long, value_name = "ADDRESS", requires = "would")]
    from: Option<String>,
    /// URL of the server; a profile brings its own
    #[arg(long, env = "CLAVIGER_URL", value_name = "URL")]
    url: Option<String>,
    #[command(flatten)]
    trust: Trust,
    /// Ask for the second factor, or take it from CLAVIGER_OTP
    #[arg(long)]
    otp: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let given = [("method", &args.would), ("source", &args.from)];
    let params: Vec<(&str, &str)> =
        given.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
    let by = signed::By {
        profile: args.profile.as_deref(),
        url: args.url.as_deref(),
        trust: &args.trust,
        otp: args.otp,
    };
    let verdict = Verdict::read(&signed::send(&by, "WhoAmI", &params)?)?;
    verdict.judge()?;
    if args.json {
        return out.json(verdict.result());
    }
    tell(verdict.result(), out)
}

fn tell(who: &Value, out: &mut Out) -> Result<(), Failure> {
    out.card(who, FIELDS)?;
    if let Some(words) = who.get("shared").and_then(Value::as_str) {
        out.line(format!("Warning: {}.", harmless(words)))?;
    }
    let Some(would) = who.get("would").filter(|would| would.is_object()) else { return Ok(()) };
    let text = |name: &str| harmless(would.get(name).and_then(Value::as_str).unwrap_or_default());
    let place = match text("source").as_str() {
        "" => String::new(),
        source => format!(" from {source}"),
    };
    let allowed = would.get("allowed").and_then(Value::as_bool).unwrap_or(false);
    let method = text("method");
    out.line(match (allowed, text("detail").as_str()) {
        (true, _) => format!("{method}{place} would be allowed now."),
        (false, "") => format!("{method}{place} would be refused: {}.", text("words")),
        (false, detail) => format!("{method}{place} would be refused: {} ({detail}).", text("words")),
    })
}

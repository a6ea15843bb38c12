//! `claviger keys rotate`: a key gets a successor, and both work for a while.

use super::fields::{allowlist, permissions, time};
use super::secret::{self, keep};
use super::{pick, show};
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless, parse_secs};
use crate::remote::Remote;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

const EXAMPLES: &str = "\
The successor may do no more than the key, and takes its name; the key is called `… (old)` and works until the end of the
overlap, which is a week unless told. Give the new key to what uses the old one; `claviger keys rotation` shows whether it
has moved. The old key retires by itself.

Examples:
  claviger keys rotate 'grid bot'
  claviger keys rotate 'grid bot' --overlap 12h --permissions query-funds,modify-trades --save grid-bot-2
  claviger keys rotate 'grid bot' --recipient age1… --yes --json | jq -r .encrypted | age -d -i id.txt > bot.env";

/// Options of `claviger keys rotate`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// How long both keys work: 1h, 12h, 7d; at most 90d, and 0s ends the old one at once
    #[arg(long, value_name = "TIME")]
    overlap: Option<String>,
    /// Another name for the successor; the old key then keeps its own
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What the successor may do, no more than the key; separated by commas
    #[arg(long, short = 'p', value_name = "LIST", value_delimiter = ',')]
    permissions: Option<Vec<String>>,
    /// Addresses and blocks it may be used from, no wider than the key's; separated by commas
    #[arg(long, short = 'a', value_name = "LIST", value_delimiter = ',')]
    allow: Option<Vec<String>>,
    /// When it expires: no further ahead than the key did when it was made, which is what it gets unless told
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// Encrypt the private key to this age recipient; it is shown nowhere in clear
    #[arg(long, value_name = "AGE1…", conflicts_with = "save")]
    recipient: Option<String>,
    /// Put the successor into a new encrypted profile instead of showing its private half
    #[arg(long, value_name = "PROFILE", conflicts_with = "json")]
    save: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut body = body(args)?;
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    body.insert("revision".to_owned(), key.get("revision").cloned().unwrap_or(Value::Null));
    let name = harmless(pick::text(&key, "name"));
    let until = args.overlap.as_deref().map_or_else(|| "7d".to_owned(), harmless);
    let question = format!(
        "Rotate `{name}`? A new key takes over; the present one works for {until} more, then never again."
    );
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was rotated"));
    }
    let passphrase = args.save.as_deref().map(secret::prepare).transpose()?;
    let answer = api.post(&format!("{}/rotate", pick::path(pick::text(&key, "id"))), &Value::Object(body))?;
    if args.remote.json() {
        return out.json(&answer);
    }
    let (old, new) = (side(&answer, "predecessor"), side(&answer, "successor"));
    out.card(new, &show::changed_fields())?;
    tell_old(old, out)?;
    if let Some(encrypted) = answer.get("encrypted").and_then(Value::as_str) {
        out.line("")?;
        out.line("Both halves, for the recipient alone:")?;
        return out.line(encrypted.trim_end());
    }
    let secret =
        answer.get("private_key").and_then(Value::as_str).map(|text| Zeroizing::new(text.to_owned()));
    let Some(secret) = secret else { return Ok(()) };
    let profile = args.save.as_deref().zip(passphrase);
    keep(&api, pick::text(new, "api_key"), secret, profile, out)?.map_or(Ok(()), Err)
}

fn body(args: &Args) -> Result<Map<String, Value>, Failure> {
    let mut body = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            body.insert(name.to_owned(), value);
        }
    };
    put("overlap_secs", args.overlap.as_deref().map(parse_secs).transpose()?.map(Value::from));
    put("name", args.name.as_deref().map(Value::from));
    put("permissions", args.permissions.as_deref().map(permissions).transpose()?);
    put("allowlist", args.allow.as_deref().map(allowlist).transpose()?);
    put("expires_at", args.expires.as_deref().map(time).transpose()?);
    put("recipient", args.recipient.as_deref().map(Value::from));
    Ok(body)
}

fn side<'a>(answer: &'a Value, name: &str) -> &'a Value {
    answer.get(name).unwrap_or(&Value::Null)
}

fn tell_old(old: &Value, out: &mut Out) -> Result<(), Failure> {
    let (name, until) = (harmless(pick::text(old, "name")), out.times.line(pick::text(old, "retires_at")));
    out.line("")?;
    out.line(format!("The key it replaces is called `{name}` and works until {until}."))
}

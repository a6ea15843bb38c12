//! `claviger keys create`: makes a key; its private half is shown once, or goes into a profile.

use super::fields::Fields;
use super::second_factor::{self, SecondFactor};
use super::secret::{self, keep};
use super::{pick, show};
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

const EXAMPLES: &str = "\
Examples:
  claviger keys create 'grid bot' -p query-funds,query-open-trades,modify-trades -a 203.0.113.7 --expires 90d
  claviger keys create 'tax report' -p query-ledger --query-from 2025-01-01 --query-to 2026-01-01
  claviger keys create dashboard --kind public
  claviger keys create 'my bot' -p query-funds --save my-bot
  claviger call Balance --profile my-bot";

/// Options of `claviger keys create`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Its name, unique in the account
    name: String,
    /// A private key signs account calls; a public one reads market data and nothing else
    #[arg(long, value_name = "KIND", value_parser = ["private", "public"], default_value = "private")]
    kind: String,
    /// Second factor every call must carry
    #[arg(long, value_enum, value_name = "KIND")]
    second_factor: Option<SecondFactor>,
    /// Put the key into a new encrypted profile instead of showing its private half
    #[arg(long, value_name = "PROFILE", conflicts_with = "json")]
    save: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: Args, out: &mut Out) -> Result<(), Failure> {
    if args.kind == "public" && args.save.is_some() {
        return Err(Failure::usage("a public key has no private half to keep: leave out --save"));
    }
    let api = args.remote.connect()?;
    // Whatever could fail about the profile fails before there is a key.
    let passphrase = args.save.as_deref().map(secret::prepare).transpose()?;
    let created = api.post("/keys", &Value::Object(body(&args)?))?;
    if args.remote.json() {
        return out.json(&created);
    }
    out.card(&created, &show::changed_fields())?;
    let secret =
        created.get("private_key").and_then(Value::as_str).map(|text| Zeroizing::new(text.to_owned()));
    let profile = args.save.as_deref().zip(passphrase);
    let unsaved = match secret {
        Some(secret) => keep(&api, pick::text(&created, "api_key"), secret, profile, out)?,
        None => None,
    };
    second_factor::show_once(&created, out)?;
    unsaved.map_or(Ok(()), Err)
}

fn body(args: &Args) -> Result<Map<String, Value>, Failure> {
    let mut body = Map::new();
    body.insert("name".to_owned(), args.name.as_str().into());
    body.insert("kind".to_owned(), args.kind.as_str().into());
    args.fields.put(&mut body)?;
    second_factor::put(args.second_factor, &mut body)?;
    Ok(body)
}

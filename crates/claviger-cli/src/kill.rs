//! `claviger kill`: ends a key with the key itself, for whoever holds a private key and no account.

use crate::call::{Verdict, signed};
use crate::failure::Failure;
use crate::http::{Base, Trust};
use crate::output::{Answer, Out, ask_line, ask_secret, confirm_yes, is_interactive, secret_from_stdin};
use crate::profile;
use crate::remote::DEFAULT_URL;
use crate::sign::Signer;
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_kraken::method::PrivateMethod;
use serde_json::Value;

const EXAMPLES: &str = "\
For a key that leaked, whoever found it: nobody has to sign in. Nothing else is asked of the key: not its state, its
allowlist, its second factor or its nonce. It cannot be undone. The private key is asked for at the terminal or read
from standard input: an argument could be seen by every user of this machine.

Examples:
  claviger kill --api-key ClavKey1... --url https://keys.example.org
  claviger kill --api-key ClavKey1... --stdin --yes < found.txt
  claviger kill --profile grid-bot

Any client that signs for Kraken can do the same: a signed POST of RevokeApiKey, without parameters.";

/// Options of `claviger kill`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The encrypted profile that holds the key
    #[arg(long, short, value_name = "PROFILE", conflicts_with_all = ["api_key", "stdin"])]
    profile: Option<String>,
    /// The API key (the public half); asked for if it is not given
    #[arg(long, value_name = "KEY")]
    api_key: Option<String>,
    /// Read the private key from standard input
    #[arg(long)]
    stdin: bool,
    /// URL of the server; a profile brings its own
    #[arg(long, env = "CLAVIGER_URL", value_name = "URL")]
    url: Option<String>,
    #[command(flatten)]
    trust: Trust,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let (kept, signer) = match &args.profile {
        Some(name) => profile::open_key(name)?,
        None => (Base::parse(DEFAULT_URL)?, ask_key(args)?),
    };
    let base = args.url.as_deref().map_or(Ok(kept), Base::parse)?;
    if confirm_yes("Revoke this key? This cannot be undone.", args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let method = PrivateMethod::RevokeApiKey.name();
    let verdict = Verdict::read(&signed::over(&signer, &base, &args.trust, method, &[])?)?;
    if args.json {
        out.json(&verdict.envelope)?;
    } else if verdict.is_success() {
        out.line(told(verdict.result()))?;
    }
    verdict.judge()
}

fn ask_key(args: &Args) -> Result<Signer, Failure> {
    let api_key = match &args.api_key {
        Some(api_key) => api_key.clone(),
        None if is_interactive() => ask_line("API key:")?,
        None => {
            return Err(Failure::usage("no API key: give it with --api-key, or a profile with --profile"));
        }
    };
    ApiKey::parse(api_key.as_bytes())
        .map_err(|error| Failure::usage(format!("this is no API key: {error}")))?;
    let secret = if args.stdin { secret_from_stdin()? } else { ask_secret("Private key:")? };
    let private_key = PrivateKey::parse(secret.trim().as_bytes())
        .map_err(|error| Failure::usage(format!("this is no private key: {error}")))?;
    Ok(Signer { api_key, private_key })
}

fn told(result: &Value) -> String {
    let flag = |name| result.get(name).and_then(Value::as_bool).unwrap_or(false);
    let open = result.get("open_calls").and_then(Value::as_u64).unwrap_or(0);
    let when = if flag("revoked_before") { "was revoked before" } else { "is revoked now" };
    let open = match open {
        0 => String::new(),
        1 => "; a call let in before may still be carried out, within two seconds".to_owned(),
        _ => format!("; {open} calls let in before may still be carried out, within two seconds"),
    };
    format!("the key {when}{open}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_came_of_it_is_told_in_one_line() {
        let answer = |before, open| json!({ "revoked": true, "revoked_before": before, "open_calls": open });
        assert_eq!(told(&answer(false, 0)), "the key is revoked now");
        assert_eq!(told(&answer(true, 0)), "the key was revoked before");
        let some =
            "the key is revoked now; 2 calls let in before may still be carried out, within two seconds";
        assert_eq!(told(&answer(false, 2)), some);
    }
}

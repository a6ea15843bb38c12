//! `claviger profile add`: saves a key or a token under a passphrase.

use super::file::{Holds, Opened, Profile};
use super::{NewPassphrase, folder};
use crate::failure::Failure;
use crate::http::Base;
use crate::output::{self, Out, ask_line, ask_secret, is_interactive, secret_from_stdin};
use crate::remote::DEFAULT_URL;
use claviger::OsEntropy;
use claviger_core::credential::{AdminToken, ApiKey, PrivateKey};
use zeroize::Zeroizing;

const EXAMPLES: &str = "\
The private key, or the token, is asked for at the terminal or read from standard input: an argument could be seen by
every user of this machine. The passphrase is asked for, or taken from CLAVIGER_PASSPHRASE.

Examples:
  claviger profile add grid-bot --api-key ClavKey1...
  pass show claviger/grid-bot | claviger profile add grid-bot --api-key ClavKey1... --stdin
  claviger profile add home --holds-token --url http://127.0.0.1:8480
  claviger keys list --login home";

/// Options of `claviger profile add`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name of the profile
    name: String,
    /// URL of the server
    #[arg(long, env = "CLAVIGER_URL", value_name = "URL", default_value = DEFAULT_URL)]
    url: String,
    /// The API key (the public half); asked for if it is not given
    #[arg(long, value_name = "KEY", conflicts_with = "holds_token")]
    api_key: Option<String>,
    /// Save an administration token, for --login
    #[arg(long)]
    holds_token: bool,
    /// Read the private key, or the token, from standard input
    #[arg(long)]
    stdin: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    Base::parse(&args.url)?;
    must_be_new(&args.name)?;
    let opened = if args.holds_token { ask_token(args)? } else { ask_key(args)? };
    save(&args.name, &opened, &NewPassphrase::ask()?, out)
}

/// Saves a key that was just made, and whose private half is nowhere else.
pub(crate) fn save_key(
    name: &str,
    url: String,
    api_key: String,
    secret: Zeroizing<String>,
    passphrase: &NewPassphrase,
    out: &mut Out,
) -> Result<(), Failure> {
    save(name, &Opened { holds: Holds::Key, url, api_key: Some(api_key), secret }, passphrase, out)
}

/// Refuses a name that cannot be used, before anything is asked or made.
pub(crate) fn must_be_new(name: &str) -> Result<(), Failure> {
    if folder::exists(name)? {
        return Err(Failure::new(
            crate::failure::Status::NotFoundOrConflict,
            format!("there is a profile `{name}` already"),
        )
        .next(format!("take another name, or delete it first: claviger profile remove {name}")));
    }
    Ok(())
}

fn save(name: &str, opened: &Opened, passphrase: &NewPassphrase, out: &mut Out) -> Result<(), Failure> {
    let profile = Profile::seal(opened, passphrase.expose(), &mut OsEntropy)?;
    let path = folder::write(name, &profile)?;
    out.line(format!("saved, encrypted, in {}", path.display()))?;
    if opened.holds == Holds::Key {
        output::note(&format!("try it: claviger call GetApiKeyInfo --profile {name}"));
    }
    Ok(())
}

fn ask_key(args: &Args) -> Result<Opened, Failure> {
    let api_key = match &args.api_key {
        Some(api_key) => api_key.clone(),
        None if is_interactive() => ask_line("API key:")?,
        None => return Err(Failure::usage("no API key: give it with --api-key")),
    };
    ApiKey::parse(api_key.as_bytes())
        .map_err(|error| Failure::usage(format!("this is no API key: {error}")))?;
    let secret = read(args, "Private key:")?;
    PrivateKey::parse(secret.as_bytes())
        .map_err(|error| Failure::usage(format!("this is no private key: {error}")))?;
    Ok(Opened { holds: Holds::Key, url: args.url.clone(), api_key: Some(api_key), secret })
}

fn ask_token(args: &Args) -> Result<Opened, Failure> {
    let secret = read(args, "Administration token:")?;
    AdminToken::parse(secret.as_bytes())
        .map_err(|error| Failure::usage(format!("this is no administration token: {error}")))?;
    Ok(Opened { holds: Holds::Login, url: args.url.clone(), api_key: None, secret })
}

fn read(args: &Args, question: &str) -> Result<Zeroizing<String>, Failure> {
    let secret = if args.stdin { secret_from_stdin()? } else { ask_secret(question)? };
    Ok(Zeroizing::new(secret.trim().to_owned()))
}

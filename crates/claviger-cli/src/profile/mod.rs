//! `claviger profile`: keys and tokens kept on this machine, each in a file of its own, under a
//! passphrase.

mod add;
mod file;
mod folder;
mod list;
mod passphrase;
mod remove;

pub(crate) use add::{must_be_new, save_key};
pub(crate) use passphrase::NewPassphrase;

use crate::failure::Failure;
use crate::http::Base;
use crate::output::Out;
use crate::sign::Signer;
use clap::Subcommand;
use claviger_core::credential::PrivateKey;
use file::{Holds, Opened};
use zeroize::Zeroizing;

/// Verbs on profiles.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Save a key, or a URL with its administration token, under a passphrase
    Add(add::Args),
    /// List the profiles
    List(list::Args),
    /// Delete a profile
    Remove(remove::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Add(args) => add::run(args, out),
        Verb::List(args) => list::run(args, out),
        Verb::Remove(args) => remove::run(args, out),
    }
}

/// What a login profile holds.
pub(crate) struct Login {
    pub(crate) url: String,
    pub(crate) token: Zeroizing<String>,
}

/// Opens a profile that holds an administration token; asks for the passphrase.
pub(crate) fn open_login(name: &str) -> Result<Login, Failure> {
    let opened = open(name, Holds::Login)?;
    Ok(Login { url: opened.url, token: opened.secret })
}

/// Opens a profile that holds an API key; asks for the passphrase.
pub(crate) fn open_key(name: &str) -> Result<(Base, Signer), Failure> {
    let opened = open(name, Holds::Key)?;
    let private_key = PrivateKey::parse(opened.secret.as_bytes())
        .map_err(|error| Failure::usage(format!("profile `{name}` holds no private key: {error}")))?;
    let api_key = opened.api_key.unwrap_or_default();
    Ok((Base::parse(&opened.url)?, Signer { api_key, private_key }))
}

fn open(name: &str, wanted: Holds) -> Result<Opened, Failure> {
    let sealed = folder::read(name)?;
    if sealed.holds() != wanted {
        return Err(Failure::usage(format!("profile `{name}` holds {}, not {}", sealed.holds(), wanted)));
    }
    sealed.open(&passphrase::ask(name)?)
}

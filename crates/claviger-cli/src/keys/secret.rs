//! A private key that is shown once: on the terminal, or straight into a profile.

use crate::failure::Failure;
use crate::http::Api;
use crate::output::Out;
use crate::profile::{self, NewPassphrase};
use zeroize::Zeroizing;

/// Asks for what a new profile needs: whatever could fail about it fails before there is a key.
pub(crate) fn prepare(name: &str) -> Result<NewPassphrase, Failure> {
    profile::must_be_new(name)?;
    NewPassphrase::ask()
}

/// Puts the secret into the profile, or shows it. Gives the failure of a profile that could not be written.
pub(crate) fn keep(
    api: &Api,
    api_key: &str,
    secret: Zeroizing<String>,
    profile: Option<(&str, NewPassphrase)>,
    out: &mut Out,
) -> Result<Option<Failure>, Failure> {
    let Some((name, passphrase)) = profile else { return show_once(&secret, out).map(|()| None) };
    let (base, copy) = (api.base().to_string(), secret.clone());
    let saved = profile::save_key(name, base, api_key.to_owned(), secret, &passphrase, out);
    let Err(failure) = saved else { return Ok(None) };
    // The key is made, and this is its only copy: better shown than lost.
    show_once(&copy, out)?;
    let words = format!("the key was made, but the profile could not be written: {failure}");
    let next = "keep the private key that is shown above, or revoke the key and make another";
    Ok(Some(Failure::failed(words).next(next)))
}

fn show_once(secret: &str, out: &mut Out) -> Result<(), Failure> {
    out.line("")?;
    out.line(out.paint.bold("Private key, shown this once; it cannot be seen again:"))?;
    out.line(format!("  {secret}"))
}

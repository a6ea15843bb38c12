//! The file of a profile: what is in it in clear, and what only the passphrase opens.
//!
//! ```toml
//! holds = "key"
//! url = "http://127.0.0.1:8480"
//! api_key = "ClavKey1…"
//! sealed = "claviger-sealed-v1:…"
//! ```
//!
//! The sealed part repeats everything else, so a file in which the URL was exchanged, to have the
//! token sent elsewhere, is refused.

use crate::failure::Failure;
use claviger_core::credential::{AdminToken, PrivateKey};
use claviger_core::entropy::Entropy;
use claviger_seal::passphrase::{self, Cost, PassphraseError};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// What a profile is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Holds {
    /// An API key with its private half.
    Key,
    /// An administration token.
    Login,
}

impl fmt::Display for Holds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Holds::Key => "an API key",
            Holds::Login => "an administration token",
        })
    }
}

/// A profile as it lies on the disk.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    holds: Holds,
    url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    api_key: Option<String>,
    sealed: String,
}

/// A profile with its secret.
pub(super) struct Opened {
    pub(super) holds: Holds,
    pub(super) url: String,
    pub(super) api_key: Option<String>,
    pub(super) secret: Zeroizing<String>,
}

impl Profile {
    /// Seals a profile.
    pub(super) fn seal(
        opened: &Opened,
        passphrase: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, Failure> {
        let inside = inside(opened.holds, &opened.url, opened.api_key.as_deref(), &opened.secret);
        let sealed = passphrase::seal(passphrase.as_bytes(), inside.as_bytes(), Cost::default(), entropy)
            .map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Profile { holds: opened.holds, url: opened.url.clone(), api_key: opened.api_key.clone(), sealed })
    }

    /// Opens it.
    pub(super) fn open(self, passphrase: &str) -> Result<Opened, Failure> {
        let plain = passphrase::open(passphrase.as_bytes(), &self.sealed).map_err(refused)?;
        let front = Zeroizing::new(inside(self.holds, &self.url, self.api_key.as_deref(), ""));
        let secret =
            plain.expose().strip_prefix(front.as_bytes()).and_then(|rest| std::str::from_utf8(rest).ok());
        let secret = secret.ok_or_else(|| {
            Failure::usage("the profile was changed: its URL or key is not the one that was sealed")
                .next("remove it, look who can write to your files, and add it again")
        })?;
        let secret = Zeroizing::new(secret.to_owned());
        Ok(Opened { holds: self.holds, url: self.url, api_key: self.api_key, secret })
    }

    /// What it is for.
    pub(super) const fn holds(&self) -> Holds {
        self.holds
    }

    /// What is in clear, for listing: URL, and API key if it holds one.
    pub(super) fn shown(&self) -> (&str, Option<&str>) {
        (&self.url, self.api_key.as_deref())
    }

    /// The text of the file.
    pub(super) fn to_text(&self) -> Result<String, Failure> {
        toml::to_string(self).map_err(|_| Failure::failed("the profile cannot be written as TOML"))
    }

    /// Reads the text of a file. One that holds a secret in clear is refused, whatever else it is.
    pub(super) fn from_text(text: &str) -> Result<Self, Failure> {
        if [PrivateKey::PREFIX, AdminToken::PREFIX].iter().any(|prefix| text.contains(prefix)) {
            return Err(Failure::usage("this file holds a secret in clear, so it is not used: whoever reads your disk or a backup has it")
                .next("revoke that key or token, make another, and keep it with `claviger profile add`"));
        }
        toml::from_str(text).map_err(|_| {
            Failure::usage("not a profile: it must hold `holds`, `url`, `sealed` and, for a key, `api_key`")
        })
    }
}

/// What is sealed: the clear fields, each on a line, then the secret.
fn inside(holds: Holds, url: &str, api_key: Option<&str>, secret: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2048));
    for part in [
        if holds == Holds::Key { "key" } else { "login" },
        "\n",
        url,
        "\n",
        api_key.unwrap_or(""),
        "\n",
        secret,
    ] {
        text.push_str(part);
    }
    text
}

fn refused(error: PassphraseError) -> Failure {
    let failure = Failure::usage(error.to_string());
    match error {
        PassphraseError::Refused => {
            failure.next("try again; if it is lost, revoke the key or token and make another")
        }
        _ => failure,
    }
}

#[cfg(test)]
mod tests;

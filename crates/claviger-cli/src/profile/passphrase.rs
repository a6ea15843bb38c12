//! The passphrase of a profile: asked at the terminal, or from the environment.

use crate::failure::Failure;
use crate::output::ask_secret;
use zeroize::Zeroizing;

/// Least characters of a new passphrase. It stands alone before a key to somebody's money.
const MIN_CHARS: usize = 12;

/// The passphrase a new profile will be sealed with.
pub(crate) struct NewPassphrase(Zeroizing<String>);

impl NewPassphrase {
    /// Asks for it twice; or takes it from CLAVIGER_PASSPHRASE.
    pub(crate) fn ask() -> Result<Self, Failure> {
        let given = match from_environment() {
            Some(given) => given,
            None => {
                let first = ask_secret("New passphrase:")?;
                if *ask_secret("Again:")? != *first {
                    return Err(Failure::usage("these are two different passphrases; nothing was saved"));
                }
                first
            }
        };
        NewPassphrase::judge(given)
    }

    fn judge(given: Zeroizing<String>) -> Result<Self, Failure> {
        if given.chars().count() < MIN_CHARS {
            return Err(Failure::usage(format!(
                "a passphrase needs at least {MIN_CHARS} characters; four or five random words are good"
            ))
            .next("nothing was saved"));
        }
        Ok(NewPassphrase(given))
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

/// Asks for the passphrase of a profile there is.
pub(super) fn ask(name: &str) -> Result<Zeroizing<String>, Failure> {
    match from_environment() {
        Some(given) => Ok(given),
        None => ask_secret(&format!("Passphrase of profile `{name}`:")),
    }
}

fn from_environment() -> Option<Zeroizing<String>> {
    std::env::var("CLAVIGER_PASSPHRASE").ok().filter(|text| !text.is_empty()).map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_passphrase_is_refused() {
        let judge = |text: &str| NewPassphrase::judge(Zeroizing::new(text.to_owned()));
        assert!(judge("short").is_err());
        assert_eq!(judge("correct horse battery").unwrap().expose(), "correct horse battery");
    }
}

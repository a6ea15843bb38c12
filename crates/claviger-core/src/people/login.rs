//! What a person signs in as.

use crate::store::MAX_HANDLE_BYTES;
use crate::text::{TextError, clean};
use std::fmt;
use unicode_normalization::UnicodeNormalization as _;

/// Most characters of a login.
pub const MAX_LOGIN_CHARS: usize = 64;

/// A login, folded: what is shown is what is compared, so that no two can differ in case, width or
/// composition alone. Letters of different scripts that look alike do differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(Box<str>);

impl Login {
    /// Parses what a person typed, in any case.
    ///
    /// # Errors
    /// [`TextError`] in words for the field.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        // Folding may make other characters, so what came out is judged as well.
        let text = clean(&fold(&clean(raw, MAX_LOGIN_CHARS)?), MAX_LOGIN_CHARS)?;
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.chars().any(char::is_whitespace) {
            return Err(TextError::Space);
        }
        if text.len() > MAX_HANDLE_BYTES {
            return Err(TextError::TooManyBytes(MAX_HANDLE_BYTES));
        }
        // A few characters fold to what folds on: whoever is called so could not be found again.
        let again = fold(&text);
        if again != text {
            let changed = text.chars().zip(again.chars()).find(|(was, is)| was != is);
            return Err(TextError::Forbidden(changed.map_or(0, |(was, _)| was.into())));
        }
        Ok(Login(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Compatibility forms are made plain and case is taken away. By way of capitals, so that letters that
/// share one (as the two small sigmas do) become the same; letter by letter, so that a neighbour
/// changes nothing.
fn fold(text: &str) -> String {
    let caseless = text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    caseless.nfkc().collect()
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(raw: &str) -> String {
        Login::parse(raw).unwrap().as_str().to_owned()
    }

    #[test]
    fn what_differs_in_looks_alone_is_one_login() {
        assert_eq!(folded("  Ada.Lovelace@Example.com "), "ada.lovelace@example.com");
        let same = [["ＡＤＡ", "ada"], ["e\u{301}va", "ÉVA"], ["ΟΔΟΣ", "οδος"], ["STRASSE", "straße"]];
        for [one, other] in same {
            assert_eq!(folded(one), folded(other));
        }
    }

    #[test]
    fn what_could_spoof_or_cannot_be_typed_is_refused() {
        assert_eq!(Login::parse(" \t "), Err(TextError::Empty));
        assert_eq!(Login::parse("ada lovelace"), Err(TextError::Space));
        for bad in ["a\u{202e}b", "a\u{200b}b", "ada\u{feff}x", "\u{3164}x", "a\u{ad}b"] {
            assert!(matches!(Login::parse(bad), Err(TextError::Forbidden(_))), "{bad:?}");
        }
        assert!(Login::parse(&"x".repeat(MAX_LOGIN_CHARS)).is_ok());
        assert_eq!(Login::parse(&"x".repeat(MAX_LOGIN_CHARS + 1)), Err(TextError::TooLong(MAX_LOGIN_CHARS)));
        assert_eq!(Login::parse(&"数".repeat(60)), Err(TextError::TooManyBytes(MAX_HANDLE_BYTES)));
        // One character that unfolds into eighteen.
        assert_eq!(Login::parse(&"\u{fdfa}".repeat(60)), Err(TextError::TooLong(MAX_LOGIN_CHARS)));
    }

    proptest! {
        /// What is on record is found again by whoever types it.
        #[test]
        fn a_login_is_its_own(raw in "\\PC{1,12}") {
            if let Ok(login) = Login::parse(&raw) {
                prop_assert_eq!(Login::parse(login.as_str()), Ok(login.clone()));
                prop_assert!(login.as_str().len() <= MAX_HANDLE_BYTES);
                prop_assert_eq!(Login::parse(&raw.to_uppercase()), Ok(login));
            }
        }
    }

    #[test]
    fn every_character_alone_settles_or_is_refused() {
        // Beyond are ideographs, which have no case and no other forms, but for these.
        for c in ('\u{0}'..='\u{1ffff}').chain('\u{2f800}'..='\u{2fa1f}') {
            if let Ok(login) = Login::parse(&c.to_string()) {
                assert_eq!(Login::parse(login.as_str()), Ok(login), "U+{:04X}", u32::from(c));
            }
        }
    }
}

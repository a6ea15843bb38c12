//! Short texts people type: names, holders, application tags, descriptions, and the name a client gives itself.
//!
//! They are shown in consoles, terminals and mails, so what could spoof another text (control
//! characters, bidirectional overrides, zero-width characters) is refused at the border.

use arrayvec::ArrayString;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Most characters of a key's or token's name.
pub const MAX_NAME_CHARS: usize = 64;
/// Most characters of a holder.
pub const MAX_HOLDER_CHARS: usize = 64;
/// Most characters of an application tag.
pub const MAX_APPLICATION_CHARS: usize = 32;
/// Most characters of a description.
pub const MAX_DESCRIPTION_CHARS: usize = 500;
/// Most bytes kept of the name a client gives itself (`User-Agent`).
pub const MAX_CLIENT_BYTES: usize = 64;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing left after trimming.
    #[error("must not be empty")]
    Empty,
    /// Longer than the limit, in characters.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// Longer than the limit, in bytes.
    #[error("must have at most {0} bytes; letters outside ASCII take two to four each")]
    TooManyBytes(usize),
    /// White space where none may be.
    #[error("must not contain spaces")]
    Space,
    /// A character that can hide or spoof text.
    #[error(
        "must not contain the character U+{0:04X}: control, invisible and direction-changing characters are refused"
    )]
    Forbidden(u32),
}

/// Trims, normalises to NFC and judges one text.
pub(crate) fn clean(raw: &str, max_chars: usize) -> Result<String, TextError> {
    // The cap on the raw text comes first: normalisation may not be made to work on megabytes.
    if raw.len() > max_chars * 16 {
        return Err(TextError::TooLong(max_chars));
    }
    let text: String = raw.trim().nfc().collect();
    if let Some(bad) = text.chars().find(|c| spoofs(*c)) {
        return Err(TextError::Forbidden(bad.into()));
    }
    if text.chars().count() > max_chars {
        return Err(TextError::TooLong(max_chars));
    }
    Ok(text)
}

/// Control characters, line and paragraph separators, zero-width and bidirectional format
/// characters, tags, variation selectors of plane 14, the byte-order mark, fillers.
fn spoofs(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $max:expr, $may_be_empty:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Parses what a person typed.
            ///
            /// # Errors
            /// [`TextError`] in words for the field.
            pub fn parse(raw: &str) -> Result<Self, TextError> {
                let text = clean(raw, $max)?;
                if text.is_empty() && !$may_be_empty {
                    return Err(TextError::Empty);
                }
                Ok(Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text!(
    /// The name of a key, token or account.
    Name, MAX_NAME_CHARS, false
);
text!(
    /// Who holds a key: a bot, a desk, a vendor. May be empty.
    Holder, MAX_HOLDER_CHARS, true
);
text!(
    /// What program a key is for, in a short word that several keys may share: `grid-bot-3`. May be empty.
    Application, MAX_APPLICATION_CHARS, true
);
text!(
    /// What a key is for, in the owner's words. May be empty.
    Description, MAX_DESCRIPTION_CHARS, true
);

/// None.
impl Default for Application {
    fn default() -> Self {
        Application("".into())
    }
}

/// None.
impl Default for Description {
    fn default() -> Self {
        Description("".into())
    }
}

impl Name {
    /// The form in which names are compared: two names that differ only in case are the same.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

/// What a client calls itself, made harmless: printable ASCII, cut at [`MAX_CLIENT_BYTES`]; any
/// other byte is shown as `?`. Never refused, since it comes with every call; held in place, since
/// the entry of every call is copied on its way to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ClientName(ArrayString<MAX_CLIENT_BYTES>);

impl ClientName {
    /// From the raw header value.
    #[must_use]
    pub fn from_bytes(raw: &[u8]) -> Self {
        let shown = |byte: &u8| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '?' };
        let mut name = ArrayString::new();
        for byte in raw.iter().take(MAX_CLIENT_BYTES) {
            // There is room: one byte for each of those taken.
            let _ = name.try_push(shown(byte));
        }
        Self(name)
    }

    /// Its product without a version, which changes by itself: the first word, up to a `/`.
    #[must_use]
    pub fn product(&self) -> &str {
        self.0.split(['/', ' ']).next().unwrap_or_default()
    }

    /// The text, at most [`MAX_CLIENT_BYTES`] bytes of printable ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_normalised_and_bounded() {
        assert_eq!(Name::parse("  Grid bot  ").unwrap().as_str(), "Grid bot");
        assert_eq!(Name::parse("e\u{301}").unwrap().as_str(), "é");
        assert_eq!(Name::parse("   "), Err(TextError::Empty));
        assert!(Name::parse(&"x".repeat(MAX_NAME_CHARS)).is_ok());
        assert_eq!(Name::parse(&"x".repeat(MAX_NAME_CHARS + 1)), Err(TextError::TooLong(MAX_NAME_CHARS)));
        assert_eq!(Name::parse(&"x".repeat(1 << 20)), Err(TextError::TooLong(MAX_NAME_CHARS)));
    }

    #[test]
    fn what_could_spoof_is_refused() {
        for bad in ["a\u{202e}b", "a\u{200b}b", "a\nb", "a\u{0}b", "\u{feff}a", "a\u{e0041}"] {
            assert!(matches!(Name::parse(bad), Err(TextError::Forbidden(_))), "{bad:?}");
        }
        assert!(Name::parse("数量 ロボット 🤖").is_ok());
    }

    #[test]
    fn an_application_is_a_short_tag() {
        assert_eq!(Application::parse(" grid-bot-3 ").unwrap().as_str(), "grid-bot-3");
        assert_eq!(Application::parse("").unwrap(), Application::default());
        assert!(matches!(Application::parse("a\u{202e}b"), Err(TextError::Forbidden(_))));
        let long = "x".repeat(MAX_APPLICATION_CHARS + 1);
        assert_eq!(Application::parse(&long), Err(TextError::TooLong(MAX_APPLICATION_CHARS)));
    }

    #[test]
    fn a_client_name_is_always_printable_ascii() {
        assert_eq!(ClientName::from_bytes(b"curl/8\r\n\xff").as_str(), "curl/8???");
        assert_eq!(ClientName::from_bytes(b"ccxt/4.1 (linux)").product(), "ccxt");
        assert_eq!(ClientName::from_bytes(&[b'a'; 500]).as_str().len(), MAX_CLIENT_BYTES);
    }
}

//! Public and private keys.

use std::fmt;
use std::str::FromStr;

/// The two kinds of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum KeyKind {
    /// Reads market data and nothing else; has no private half.
    Public = 1,
    /// Signs account calls.
    Private = 2,
}

impl KeyKind {
    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            KeyKind::Public => "public",
            KeyKind::Private => "private",
        }
    }

    /// From the stored number.
    #[must_use]
    pub const fn from_u8(code: u8) -> Option<Self> {
        match code {
            1 => Some(KeyKind::Public),
            2 => Some(KeyKind::Private),
            _ => None,
        }
    }
}

/// Neither `public` nor `private`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is `public` (market data) or `private` (account calls)")]
pub struct UnknownKind;

impl FromStr for KeyKind {
    type Err = UnknownKind;
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        [KeyKind::Public, KeyKind::Private].into_iter().find(|kind| kind.name() == text).ok_or(UnknownKind)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

//! Names for things: accounts, keys, administration tokens, people and what belongs to them, stores, logs.
//!
//! Ids are random 60-bit numbers, so that one account's ids say nothing of another's; their text
//! is a prefix and twelve characters of Crockford's base32 (no `i`, `l`, `o`, `u`).

use crate::entropy::{Entropy, EntropyError, draw};
use std::fmt;
use std::str::FromStr;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const CHARS: u32 = 12;
const MASK: u64 = (1 << (5 * CHARS)) - 1;

/// The text is not an id of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected `{prefix}_` and twelve characters of 0-9 and a-z")]
pub struct IdError {
    prefix: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The prefix of the text form.
            pub const PREFIX: &'static str = $prefix;

            /// A new random id.
            ///
            /// # Errors
            /// As [`Entropy::fill`].
            pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
                Ok(Self(u64::from_le_bytes(draw(entropy)?) & MASK))
            }

            /// From the number a store kept; only the low 60 bits count.
            #[must_use]
            pub const fn from_u64(raw: u64) -> Self {
                Self(raw & MASK)
            }

            /// The number, below 2^60.
            #[must_use]
            pub const fn as_u64(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_id($prefix, self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(read_base32)
                    .map(Self)
                    .ok_or(IdError { prefix: $prefix })
            }
        }
    };
}

id!(
    /// One account: the owner of keys, tokens and a paper balance.
    AccountId, "acct"
);
id!(
    /// One API key, public or private.
    KeyId, "key"
);
id!(
    /// One administration token.
    TokenId, "tok"
);
id!(
    /// One store, with every copy and backup of it.
    StoreId, "store"
);
id!(
    /// One person.
    UserId, "user"
);
id!(
    /// One person's place in one account.
    MemberId, "member"
);
id!(
    /// One browser that is signed in.
    SessionId, "session"
);
id!(
    /// One link that invites, or lets somebody back in.
    InvitationId, "invitation"
);
id!(
    /// One passkey.
    PasskeyId, "passkey"
);
id!(
    /// One sign-off of a key's review, or an account's settings of reviews.
    ReviewId, "review"
);

id!(
    /// One way to tell somebody of what happened.
    ChannelId, "channel"
);
id!(
    /// One rule of what is told.
    RuleId, "rule"
);
id!(
    /// One thing that happened, as it stands in the inbox.
    NoticeId, "notice"
);
id!(
    /// One notice on its way to one channel.
    DeliveryId, "delivery"
);

/// The number of one log (one lane writes one log).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId(pub u32);

/// The text of the id `value` of the kind with this prefix.
pub(crate) fn write_id(prefix: &str, value: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{prefix}_")?;
    for at in (0..CHARS).rev() {
        let index = (value >> (5 * at)) & 31;
        let byte = ALPHABET.get(index as usize).copied().unwrap_or(b'0');
        fmt::Write::write_char(f, char::from(byte))?;
    }
    Ok(())
}

fn read_base32(text: &str) -> Option<u64> {
    if text.len() != CHARS as usize {
        return None;
    }
    text.bytes().try_fold(0u64, |value, byte| {
        let digit = ALPHABET.iter().position(|known| *known == byte)?;
        Some((value << 5) | digit as u64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips() {
        for raw in [0, 1, 31, 32, MASK, 0x0123_4567_89ab_cdef] {
            let id = KeyId::from_u64(raw);
            assert_eq!(id.to_string().parse::<KeyId>(), Ok(id));
        }
        assert_eq!(KeyId::from_u64(1).to_string(), "key_000000000001");
    }

    #[test]
    fn another_kind_or_length_is_refused() {
        for bad in
            ["", "key_", "tok_000000000001", "key_00000000000", "key_0000000000011", "key_00000000000I"]
        {
            assert!(bad.parse::<KeyId>().is_err(), "{bad}");
        }
    }
}

//! Why something was refused or failed: a closed list with stable codes.

use crate::permission::PermissionSet;
use crate::time::Timestamp;
use std::fmt;
use std::net::IpAddr;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal, $words:literal;)*) => {
        /// The reason of an outcome. Code and text are stable; new ones are only added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Reason {
            $($(#[$doc])* $name = $code,)*
        }

        impl Reason {
            /// All reasons, by code.
            pub const ALL: &'static [Reason] = &[$(Reason::$name,)*];

            /// The stable machine-readable text.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Reason::$name => $text,)* }
            }

            /// What happened, in words, with the next step where there is one.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Reason::$name => $words,)* }
            }

            /// From the stored number.
            #[must_use]
            pub const fn from_u8(code: u8) -> Option<Self> {
                match code { $($code => Some(Reason::$name),)* _ => None }
            }

            /// From the stable text.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($text => Some(Reason::$name),)* _ => None }
            }
        }
    };
}

reasons! {
    /// Nothing was wrong.
    None = 0, "none", "nothing was wrong";
    /// No such key.
    UnknownKey = 1, "unknown-key", "no key of this authority; check for a mistyped or truncated key";
    /// The signature does not verify.
    BadSignature = 2, "bad-signature", "the signature does not match the bytes received under this key";
    /// The key was revoked.
    Revoked = 3, "revoked", "the key was revoked; ask its owner for a new one";
    /// The key has expired.
    Expired = 4, "expired", "the key has expired; edit its expiry or issue a new one";
    /// The key is not valid yet.
    NotYetValid = 5, "not-yet-valid", "the key is not valid yet";
    /// The source address is not on the allowlist.
    SourceNotAllowed = 6, "source-not-allowed", "the source address is not on the key's allowlist";
    /// The key wants a second factor and none came.
    SecondFactorMissing = 7, "second-factor-missing", "this key needs a second factor in the field otp";
    /// The second factor is wrong.
    SecondFactorWrong = 8, "second-factor-wrong", "the second factor is wrong";
    /// The time-based code was used before.
    SecondFactorReused = 9, "second-factor-reused", "this time-based code was used before; wait for the next one";
    /// A second factor came for a key that has none.
    SecondFactorUnexpected = 10, "second-factor-unexpected", "this key has no second factor; leave the field otp out";
    /// The nonce was used, or is below what is still accepted.
    InvalidNonce = 11, "invalid-nonce", "the nonce was used before or is too low; use one key per process and a rising nonce";
    /// The key lacks a permission.
    PermissionMissing = 12, "permission-missing", "the key lacks a permission for this";
    /// The key is read-only.
    ReadOnly = 13, "read-only", "the key is stepped down to read-only";
    /// The key is cancel-only.
    CancelOnly = 14, "cancel-only", "the key is stepped down to cancel-only";
    /// The key is frozen.
    Frozen = 15, "frozen", "the key is frozen";
    /// The dates asked for are outside the key's range.
    QueryOutsideRange = 16, "query-outside-range", "the dates asked for are outside what this key may read";
    /// The rate counter is full.
    RateLimited = 17, "rate-limited", "too many calls with this key; slow down";
    /// Too many failures from this source for this key.
    LockedOut = 18, "locked-out", "too many failures; wait before trying again";
    /// The call could not be settled; nothing was done.
    NotDone = 19, "not-done", "the call could not be recorded, so nothing was done; try again with a new nonce";
    /// The deadline passed before the upstream call was sent.
    Abandoned = 20, "abandoned", "the decision had grown too old before it was carried out; nothing was done";
    /// The process ended between claim and outcome.
    OutcomeUnknown = 21, "outcome-unknown", "the process ended before the outcome was recorded; check orders and balances";
    /// The call was answered *not done* and its entry turned up later.
    NotExecuted = 22, "not-executed", "the call had been answered as not done, and was not executed";
    /// The upstream refused.
    UpstreamRefused = 23, "upstream-refused", "the exchange refused the request";
    // 24 and 25 stay free: the numbers of the others are stored.
    /// Kept to the retention or quota limit.
    Retention = 26, "retention", "dropped by the retention settings";
    /// The request was malformed.
    InvalidArguments = 27, "invalid-arguments", "a parameter is missing or malformed";
    /// The withdrawal address waits for a member.
    AddressUnconfirmed = 28, "address-unconfirmed", "the withdrawal address is saved and not confirmed yet; a member of the account confirms it";
    /// The store was rolled back since the key was last admitted.
    Restored = 36, "restored", "the server was restored from a backup; an administrator has to readmit the key";
    /// The password of a person is wrong.
    PasswordWrong = 37, "password-wrong", "the password is wrong; if the person did not mistype it, somebody else tries their login";
    /// The password of a person was right, and no second factor came after it.
    FactorNotGiven = 40, "factor-not-given", "the password was right and no second factor came after it; if it was not the person, somebody knows their password: change it";
    /// The key was replaced by a successor, and the time both worked is over.
    Retired = 38, "retired", "the key was replaced, and the time in which both worked is over; use its successor";
}

/// What a reason was about; goes to whoever proved the signature, and to the history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Detail {
    /// Nothing more to say.
    #[default]
    None,
    /// The permissions that are missing.
    Missing(PermissionSet),
    /// The nonce sent, and the least that is sure to be accepted.
    Nonce {
        /// What the call carried.
        given: u64,
        /// What it needs at least.
        needed: u64,
    },
    /// Since when, or until when.
    At(Timestamp),
    /// The address seen.
    Source(IpAddr),
    /// How often, for folded entries.
    Count(u64),
    /// The sequence of the claim an outcome belongs to.
    Claim(u64),
    /// The claim an outcome belongs to, and what the upstream said.
    Upstream {
        /// Sequence of the claim.
        claim: u64,
        /// The upstream's error text, or what was done in words; at most [`MAX_SAID`](crate::entry::MAX_SAID) bytes.
        said: Box<str>,
    },
    /// What changed, in words, for management acts; at most 500 bytes.
    Change(Box<str>),
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Detail::None => Ok(()),
            Detail::Missing(set) => write!(f, "missing: {set}"),
            Detail::Nonce { given, needed } => write!(f, "nonce {given}, needs at least {needed}"),
            Detail::At(when) => write!(f, "at {when}"),
            Detail::Source(address) => write!(f, "seen from {address}"),
            Detail::Count(count) => write!(f, "{count} times"),
            Detail::Claim(claim) => write!(f, "of call {claim}"),
            Detail::Upstream { claim, said } => write!(f, "of call {claim}: {said}"),
            Detail::Change(words) => f.write_str(words),
        }
    }
}

/// A refusal: the reason and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The reason.
    pub reason: Reason,
    /// What it was about.
    pub detail: Detail,
}

impl Denial {
    /// A denial without detail.
    #[must_use]
    pub const fn bare(reason: Reason) -> Self {
        Denial { reason, detail: Detail::None }
    }
}

/// As in the header `Claviger-Reason`: `permission-missing; missing: withdraw-funds`.
impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.code())?;
        if self.detail != Detail::None {
            write!(f, "; {}", self.detail)?;
        }
        Ok(())
    }
}

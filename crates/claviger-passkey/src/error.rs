//! Why a passkey was not accepted.

use crate::limits::MAX_JSON_BYTES;
use std::fmt;

/// A part of what a browser sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The credential as a whole.
    Credential,
    /// What the browser says of the ceremony.
    ClientData,
    /// What the device says of a new key.
    Attestation,
    /// What the device says of itself and the ceremony.
    AuthenticatorData,
    /// The public key.
    PublicKey,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Credential => "credential",
            Part::ClientData => "client data",
            Part::Attestation => "attestation object",
            Part::AuthenticatorData => "authenticator data",
            Part::PublicKey => "public key",
        })
    }
}

/// Why a passkey was not accepted. In words for the person's own log; none holds what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// More than is read.
    #[error("the credential is larger than {MAX_JSON_BYTES} bytes")]
    TooLarge,
    /// Not what WebAuthn describes.
    #[error("the {0} is not as WebAuthn describes it")]
    Malformed(Part),
    /// Made for registering where signing in is asked for, or the other way round.
    #[error("the passkey was asked for something else")]
    Ceremony,
    /// An answer to another question: an old page, or a replay.
    #[error("the passkey answered another challenge; begin again")]
    Challenge,
    /// The page was one of another site.
    #[error("the passkey was used on a page of another origin")]
    Origin,
    /// The page stood in a frame of another site.
    #[error("the passkey was used within a page of another origin")]
    Framed,
    /// The device signed for another site.
    #[error("the passkey was used for another host")]
    Party,
    /// Nobody touched the device.
    #[error("the device does not say that somebody was there")]
    NotPresent,
    /// Backed up, and not to be backed up.
    #[error("the device contradicts itself about being backed up")]
    BackupFlags,
    /// A signature nobody asked for.
    #[error("the passkey signs by an algorithm that was not asked for")]
    Algorithm,
    /// More attestation than `none`, and no proof of the key itself.
    #[error("the device sent an attestation that was not asked for")]
    Attestation,
    /// A new one that is kept already, whosesoever it is. Whoever keeps them finds out.
    #[error("this passkey is on record already; use another device, or remove the old one first")]
    OnRecord,
    /// None of those it was asked for.
    #[error("this passkey is not one of those that may be used here")]
    Foreign,
    /// The device keeps it for somebody else.
    #[error("the passkey is somebody else's")]
    ForeignPerson,
    /// The count of uses is not above the one kept: there is a second copy of the key, or an old answer.
    #[error("the passkey's count went back (kept {kept}, given {given}): it may have been copied; remove it")]
    CounterWentBack {
        /// What is on record.
        kept: u32,
        /// What was given.
        given: u32,
    },
    /// Not signed by the key on record.
    #[error("the passkey's signature is not right")]
    Signature,
}

//! Why a request never became a call.

use crate::error::KrakenError;
use claviger_core::credential::CredentialError;

/// Why a request could not be parsed. What the client is told is [`ParseError::kraken`]; the
/// words of `Display` are for logs, and never hold what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The path names no method of the exchange.
    #[error("the path names no method")]
    UnknownMethod,
    /// A documented method this server does not offer.
    #[error("the method is not offered here")]
    Disabled,
    /// Path and query string are longer than the limit.
    #[error("the path is too long")]
    TargetTooLong,
    /// Not a verb of this method: GET on a private one, say.
    #[error("the method does not answer this verb")]
    Verb,
    /// The body is longer than the limit.
    #[error("the body is too long")]
    BodyTooLong,
    /// More parameters than the limit.
    #[error("too many parameters")]
    TooManyParams,
    /// A name longer than the limit.
    #[error("a parameter's name is too long")]
    NameTooLong,
    /// A value longer than the limit.
    #[error("a parameter's value is too long")]
    ValueTooLong,
    /// A percent sign without two hexadecimal digits after it.
    #[error("malformed percent-encoding")]
    PercentEncoding,
    /// Not UTF-8.
    #[error("not UTF-8")]
    Utf8,
    /// Not JSON as RFC 8259 has it, or not an object.
    #[error("malformed JSON at byte {0}")]
    Json(usize),
    /// JSON nested too deeply.
    #[error("JSON nested too deeply")]
    JsonDepth,
    /// A name that stands twice, or as a list or an object, where one value may stand.
    #[error("more or other than one value of {0}")]
    NotOneValue(&'static str),
    /// A query string on a signed call.
    #[error("a signed call has its parameters in the body, not in a query string")]
    QuerySigned,
    /// A JSON member that stands twice.
    #[error("a JSON member stands twice")]
    RepeatedMember,
    /// No `API-Key`.
    #[error("no API-Key")]
    KeyMissing,
    /// More than one `API-Key`.
    #[error("more than one API-Key")]
    KeyRepeated,
    /// The `API-Key` is not one of this authority's.
    #[error("malformed API-Key")]
    KeyMalformed(#[source] CredentialError),
    /// No `API-Sign`.
    #[error("no API-Sign")]
    SignatureMissing,
    /// More than one `API-Sign`.
    #[error("more than one API-Sign")]
    SignatureRepeated,
    /// The `API-Sign` is not the base64 of 64 bytes.
    #[error("malformed API-Sign")]
    SignatureMalformed,
    /// No nonce.
    #[error("no nonce")]
    NonceMissing,
    /// More than one `API-Nonce`.
    #[error("more than one API-Nonce")]
    NonceRepeated,
    /// The nonce is not a decimal number below 2^64.
    #[error("the nonce is not a decimal number below 2^64")]
    NonceMalformed,
    /// More than one `API-OTP`.
    #[error("more than one API-OTP")]
    OtpRepeated,
    /// A body where none is taken.
    #[error("a body where none is taken")]
    BodyUnexpected,
    /// The second factor is longer than any can be.
    #[error("the second factor is too long")]
    OtpTooLong,
}

impl ParseError {
    /// What the client is told.
    #[must_use]
    pub const fn kraken(self) -> KrakenError {
        match self {
            Self::UnknownMethod => KrakenError::UnknownMethod,
            Self::Disabled => KrakenError::FeatureDisabled,
            Self::KeyMissing | Self::KeyRepeated | Self::KeyMalformed(_) => KrakenError::InvalidKey,
            Self::SignatureMissing
            | Self::SignatureRepeated
            | Self::SignatureMalformed
            | Self::OtpRepeated
            | Self::OtpTooLong => KrakenError::InvalidSignature,
            Self::NonceMissing | Self::NonceRepeated | Self::NonceMalformed => KrakenError::InvalidNonce,
            Self::NotOneValue(name) => KrakenError::InvalidArgument(name),
            Self::TargetTooLong
            | Self::Verb
            | Self::BodyTooLong
            | Self::BodyUnexpected
            | Self::TooManyParams
            | Self::NameTooLong
            | Self::ValueTooLong
            | Self::PercentEncoding
            | Self::Utf8
            | Self::Json(_)
            | Self::JsonDepth
            | Self::QuerySigned
            | Self::RepeatedMember => KrakenError::InvalidArguments,
        }
    }
}

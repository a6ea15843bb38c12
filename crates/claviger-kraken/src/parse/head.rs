//! What counts of a request's headers.

use super::ParseError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::credential::ApiKey;
use claviger_core::otp::MAX_OTP_BYTES;
use claviger_core::signature::SIGNATURE_BYTES;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Parsed once, not with every call.
static API_KEY: HeaderName = HeaderName::from_static("api-key");
static API_SIGN: HeaderName = HeaderName::from_static("api-sign");
static API_NONCE: HeaderName = HeaderName::from_static("api-nonce");
static API_OTP: HeaderName = HeaderName::from_static("api-otp");

/// Characters of a signature.
const SIGNATURE_CHARS: usize = 88;

/// A header that may stand once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Single<'a> {
    /// Not sent.
    #[default]
    Absent,
    /// Sent once.
    Once(&'a [u8]),
    /// Sent more than once; which one counts would be a guess.
    Repeated,
}

impl<'a> Single<'a> {
    fn of(headers: &'a HeaderMap, name: &HeaderName) -> Self {
        let mut values = headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (None, _) => Single::Absent,
            (Some(value), None) => Single::Once(value.as_bytes()),
            #[cfg(feature = "fault-first-header-wins")]
            (Some(value), Some(_)) => Single::Once(value.as_bytes()),
            #[cfg(not(feature = "fault-first-header-wins"))]
            (Some(_), Some(_)) => Single::Repeated,
        }
    }
}

/// How a body says it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BodyKind {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
    /// Nothing, or something else: the first byte decides.
    #[default]
    Unsaid,
}

impl BodyKind {
    /// From the value of `Content-Type`; parameters such as a charset do not matter.
    #[must_use]
    pub fn of(content_type: Option<&[u8]>) -> Self {
        let value = content_type.unwrap_or_default();
        let essence = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        if essence.eq_ignore_ascii_case(b"application/json") {
            BodyKind::Json
        } else if essence.eq_ignore_ascii_case(b"application/x-www-form-urlencoded") {
            BodyKind::Form
        } else {
            BodyKind::Unsaid
        }
    }
}

/// What counts of a request's headers, unparsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head<'a> {
    /// `API-Key`.
    pub api_key: Single<'a>,
    /// `API-Sign`.
    pub api_sign: Single<'a>,
    /// `API-Nonce`, of the newer style alone.
    pub api_nonce: Single<'a>,
    /// `API-OTP`, of the newer style alone.
    pub api_otp: Single<'a>,
    /// `Content-Type`.
    pub body_kind: BodyKind,
    /// `User-Agent`, the first if there are several; empty if there is none.
    pub client: &'a [u8],
}

impl<'a> Head<'a> {
    /// Reads the headers.
    #[must_use]
    pub fn of(headers: &'a HeaderMap) -> Self {
        Head {
            api_key: Single::of(headers, &API_KEY),
            api_sign: Single::of(headers, &API_SIGN),
            api_nonce: Single::of(headers, &API_NONCE),
            api_otp: Single::of(headers, &API_OTP),
            body_kind: BodyKind::of(headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes)),
            client: headers.get(USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default(),
        }
    }

    /// The API key, if one was sent.
    ///
    /// # Errors
    /// Repeated or malformed.
    pub fn optional_key(&self) -> Result<Option<ApiKey>, ParseError> {
        match self.api_key {
            Single::Absent => Ok(None),
            Single::Repeated => Err(ParseError::KeyRepeated),
            Single::Once(text) => ApiKey::parse(text).map(Some).map_err(ParseError::KeyMalformed),
        }
    }

    /// The API key of a signed call.
    ///
    /// # Errors
    /// Missing, repeated or malformed.
    pub fn key(&self) -> Result<ApiKey, ParseError> {
        self.optional_key()?.ok_or(ParseError::KeyMissing)
    }

    /// The nonce of a call of the newer style, as it stands.
    ///
    /// # Errors
    /// Missing, repeated, or not text.
    pub fn nonce(&self) -> Result<&'a str, ParseError> {
        match self.api_nonce {
            Single::Absent => Err(ParseError::NonceMissing),
            Single::Repeated => Err(ParseError::NonceRepeated),
            Single::Once(text) => std::str::from_utf8(text).map_err(|_| ParseError::NonceMalformed),
        }
    }

    /// The second factor of a call of the newer style, if one was sent.
    ///
    /// # Errors
    /// Repeated or too long.
    pub fn otp(&self) -> Result<Option<&'a [u8]>, ParseError> {
        match self.api_otp {
            Single::Absent => Ok(None),
            Single::Repeated => Err(ParseError::OtpRepeated),
            Single::Once(otp) if otp.len() > MAX_OTP_BYTES => Err(ParseError::OtpTooLong),
            Single::Once(otp) => Ok(Some(otp)),
        }
    }

    /// The signature of a signed call: canonical standard base64 of 64 bytes, with padding.
    ///
    /// # Errors
    /// Missing, repeated or malformed.
    pub fn signature(&self) -> Result<[u8; SIGNATURE_BYTES], ParseError> {
        let text = match self.api_sign {
            Single::Absent => return Err(ParseError::SignatureMissing),
            Single::Repeated => return Err(ParseError::SignatureRepeated),
            Single::Once(text) if text.len() == SIGNATURE_CHARS => text,
            Single::Once(_) => return Err(ParseError::SignatureMalformed),
        };
        let mut signature = [0; SIGNATURE_BYTES];
        match STANDARD.decode_slice(text, &mut signature) {
            Ok(SIGNATURE_BYTES) => Ok(signature),
            _ => Err(ParseError::SignatureMalformed),
        }
    }
}

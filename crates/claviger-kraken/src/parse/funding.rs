//! A call of the newer style (KRAKEN-WIRE.md §1.4): key, signature, nonce and second factor stand
//! in headers; path and query string are signed, and a JSON body if there is one.

use super::{Head, Params, ParseError, Verb, parse_form, parse_json, parse_nonce};
use crate::limits::MAX_BODY_BYTES;
use crate::method::FundingMethod;
use claviger_core::call::{QueryDates, SignedCall};
use claviger_core::credential::ApiKey;
use claviger_core::signature::{SIGNATURE_BYTES, SignedBytes};
use claviger_core::text::ClientName;
use std::net::IpAddr;

/// A request of the newer style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingRequest<'a> {
    /// What is asked for.
    pub method: FundingMethod<'a>,
    /// The query string's parameters.
    pub query: Params<'a>,
    /// The body's members; none where there is no body.
    pub body: Params<'a>,
    /// Whose call it claims to be.
    pub api_key: ApiKey,
    /// The signature sent.
    pub signature: [u8; SIGNATURE_BYTES],
    /// The nonce, as a number.
    pub nonce: u64,
    nonce_text: &'a str,
    otp: Option<&'a [u8]>,
    target: &'a [u8],
    bytes: &'a [u8],
}

/// Parses one request below `/funding/`.
///
/// # Errors
/// [`ParseError`]; which of several faults is named is decided by this order: path, verb, lengths,
/// key, signature, nonce, second factor, query string, body.
pub(super) fn funding<'a>(
    verb: Verb,
    (path, query): (&'a [u8], &'a [u8]),
    target: &'a [u8],
    head: &Head<'a>,
    bytes: &'a [u8],
) -> Result<FundingRequest<'a>, ParseError> {
    let method = FundingMethod::find(verb, path)?;
    if bytes.len() > MAX_BODY_BYTES {
        return Err(ParseError::BodyTooLong);
    }
    let (api_key, signature, nonce_text) = (head.key()?, head.signature()?, head.nonce()?);
    let nonce = parse_nonce(nonce_text)?;
    let otp = head.otp()?;
    let (query, body) = (parse_form(query)?, body(verb, bytes)?);
    Ok(FundingRequest { method, query, body, api_key, signature, nonce, nonce_text, otp, target, bytes })
}

/// The members of a body. One that is there is a JSON object, whatever it says it is: nothing that
/// begins with a digit is a body, or a digit could be moved between nonce and body without changing
/// what is signed.
fn body(verb: Verb, bytes: &[u8]) -> Result<Params<'_>, ParseError> {
    match verb {
        _ if bytes.is_empty() => Ok(Params::default()),
        Verb::Post | Verb::Put => parse_json(bytes),
        Verb::Get | Verb::Delete | Verb::Other => Err(ParseError::BodyUnexpected),
    }
}

impl FundingRequest<'_> {
    /// The call to be verified and decided. `dates` are those the method asks for.
    #[must_use]
    pub fn call(&self, dates: QueryDates, source: IpAddr, client: ClientName) -> SignedCall<'_> {
        SignedCall {
            api_key: self.api_key,
            bytes: SignedBytes {
                path: self.target,
                nonce_text: self.nonce_text.as_bytes(),
                body: self.bytes,
            },
            signature: self.signature,
            nonce: self.nonce,
            otp: self.otp,
            action: self.method.action(),
            dates,
            source,
            client,
        }
    }
}

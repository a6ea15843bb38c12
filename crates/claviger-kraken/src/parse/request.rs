//! From the bytes of one HTTP request to a closed [`Request`].

use super::funding::{FundingRequest, funding};
use super::{BodyKind, Head, Params, ParseError, parse_form, parse_json, parse_nonce};
use crate::limits::{MAX_BODY_BYTES, MAX_TARGET_BYTES};
use crate::method::{Method, PrivateMethod, PublicMethod};
use claviger_core::call::{QueryDates, SignedCall};
use claviger_core::credential::ApiKey;
use claviger_core::otp::MAX_OTP_BYTES;
use claviger_core::signature::{SIGNATURE_BYTES, SignedBytes};
use claviger_core::text::ClientName;
use std::net::IpAddr;

/// The verbs that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT, which only the newer style has.
    Put,
    /// DELETE, which only the newer style has.
    Delete,
    /// Any other.
    Other,
}

impl From<&http::Method> for Verb {
    fn from(method: &http::Method) -> Self {
        match *method {
            http::Method::GET => Verb::Get,
            http::Method::POST => Verb::Post,
            http::Method::PUT => Verb::Put,
            http::Method::DELETE => Verb::Delete,
            _ => Verb::Other,
        }
    }
}

/// One request, understood; nothing in it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request<'a> {
    /// Market data.
    Public(PublicRequest<'a>),
    /// A signed call.
    Signed(SignedRequest<'a>),
    /// A signed call of the newer style.
    Funding(FundingRequest<'a>),
}

/// A request for market data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRequest<'a> {
    /// What is asked for.
    pub method: PublicMethod,
    /// With what: the query string's parameters, then the body's.
    pub params: Params<'a>,
    /// The public key it names, if any.
    pub api_key: Option<ApiKey>,
}

/// A request for the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest<'a> {
    /// What is asked for.
    pub method: PrivateMethod,
    /// With what: the body's parameters, `nonce` and `otp` among them.
    pub params: Params<'a>,
    /// Whose call it claims to be.
    pub api_key: ApiKey,
    /// The signature sent.
    pub signature: [u8; SIGNATURE_BYTES],
    /// The nonce, as a number.
    pub nonce: u64,
    target: &'a [u8],
    body: &'a [u8],
}

/// Parses one request. Pure: no look-up, no clock.
///
/// # Errors
/// [`ParseError`]; which of several faults is named is decided by this order: path, verb, lengths,
/// key, signature, body, nonce, second factor.
pub fn parse_request<'a>(
    verb: Verb,
    target: &'a [u8],
    head: &Head<'a>,
    body: &'a [u8],
) -> Result<Request<'a>, ParseError> {
    if target.len() > MAX_TARGET_BYTES {
        return Err(ParseError::TargetTooLong);
    }
    let (path, query) = split_target(target);
    // The style is the path's, so that no call can be read in two.
    if path.starts_with(b"/funding/") {
        return funding(verb, (path, query), target, head, body).map(Request::Funding);
    }
    let method = Method::find(path).ok_or(ParseError::UnknownMethod)?;
    if body.len() > MAX_BODY_BYTES {
        return Err(ParseError::BodyTooLong);
    }
    match (method, verb) {
        (Method::Disabled(_), _) => Err(ParseError::Disabled),
        // The one method whose documents put the parameters of a GET into a body.
        (Method::Public(PublicMethod::GroupedBook), Verb::Get) => {
            public(PublicMethod::GroupedBook, query, head, body)
        }
        (Method::Public(method), Verb::Get) => public(method, query, head, &[]),
        (Method::Public(method), Verb::Post) => public(method, query, head, body),
        // Signed clients put their parameters into the body; one that thinks it said
        // `?validate=true` must not place a live order.
        (Method::Private(_), Verb::Post) if !query.is_empty() => Err(ParseError::QuerySigned),
        (Method::Private(method), Verb::Post) => signed(method, target, head, body).map(Request::Signed),
        (_, _) => Err(ParseError::Verb),
    }
}

/// Path, and query string without its question mark.
fn split_target(target: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = target.splitn(2, |byte| *byte == b'?');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn public<'a>(
    method: PublicMethod,
    query: &'a [u8],
    head: &Head<'a>,
    body: &'a [u8],
) -> Result<Request<'a>, ParseError> {
    let api_key = head.optional_key()?;
    let mut params = parse_form(query)?;
    params.append(parse_body(head.body_kind, body)?)?;
    Ok(Request::Public(PublicRequest { method, params, api_key }))
}

fn signed<'a>(
    method: PrivateMethod,
    target: &'a [u8],
    head: &Head<'a>,
    body: &'a [u8],
) -> Result<SignedRequest<'a>, ParseError> {
    let (api_key, signature) = (head.key()?, head.signature()?);
    let params = parse_body(head.body_kind, body)?;
    let nonce = parse_nonce(once(&params, "nonce")?.ok_or(ParseError::NonceMissing)?)?;
    if once(&params, "otp")?.is_some_and(|otp| otp.len() > MAX_OTP_BYTES) {
        return Err(ParseError::OtpTooLong);
    }
    Ok(SignedRequest { method, params, api_key, signature, nonce, target, body })
}

fn once<'p>(params: &'p Params<'_>, name: &'static str) -> Result<Option<&'p str>, ParseError> {
    params.given(name).map_err(|_| ParseError::NotOneValue(name))
}

/// Parses a body as it says it is written, or as its first byte says.
fn parse_body(kind: BodyKind, body: &[u8]) -> Result<Params<'_>, ParseError> {
    match kind {
        // Some clients name a type for a body they do not send.
        _ if body.is_empty() => Ok(Params::default()),
        BodyKind::Json => parse_json(body),
        // Some clients name no type, and some name the form their library names by itself.
        BodyKind::Form | BodyKind::Unsaid if body.trim_ascii_start().starts_with(b"{") => parse_json(body),
        BodyKind::Form | BodyKind::Unsaid => parse_form(body),
    }
}

impl SignedRequest<'_> {
    /// The call to be verified and decided. `dates` are those the method asks for.
    #[must_use]
    pub fn call(&self, dates: QueryDates, source: IpAddr, client: ClientName) -> SignedCall<'_> {
        // Both stand at most once, or parsing had failed.
        let text = |name| self.params.all(name).next();
        SignedCall {
            api_key: self.api_key,
            bytes: SignedBytes {
                path: self.target,
                nonce_text: text("nonce").unwrap_or_default().as_bytes(),
                body: self.body,
            },
            signature: self.signature,
            nonce: self.nonce,
            otp: text("otp").map(str::as_bytes),
            action: self.method.action(),
            dates,
            source,
            client,
        }
    }
}

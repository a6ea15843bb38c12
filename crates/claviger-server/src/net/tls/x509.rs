//! What a certificate says of itself (RFC 5280 §4.1), read out of its DER. No signature is checked: a server shows
//! certificates, and its clients judge them.
//!
//! ```text
//! Certificate    ::= SEQUENCE { TBSCertificate, … }
//! TBSCertificate ::= SEQUENCE { [0] version OPTIONAL, serial, algorithm, issuer, SEQUENCE { notBefore, notAfter },
//!                               subject, key, [1] OPTIONAL, [2] OPTIONAL, [3] SEQUENCE OF Extension OPTIONAL }
//! Extension      ::= SEQUENCE { id, critical BOOLEAN OPTIONAL, OCTET STRING }
//! ```

use claviger_core::time::Timestamp;
use std::net::IpAddr;

const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OBJECT_ID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
/// Kinds of names in a subjectAltName (§4.2.1.6).
const DNS_NAME: u8 = 0x82;
const IP_ADDRESS: u8 = 0x87;

/// `id-ce-subjectAltName`, 2.5.29.17.
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
/// `id-at-commonName`, 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// A certificate, as far as a server wants to know.
pub(super) struct Certificate<'a> {
    /// When it begins to be in force.
    pub(super) from: Timestamp,
    /// When it is no longer.
    pub(super) until: Timestamp,
    /// The name of whoever signed it, encoded.
    pub(super) issuer: &'a [u8],
    /// The name of whom it speaks of, encoded.
    pub(super) subject: &'a [u8],
    /// The DNS names and addresses it is for. The common name does not count: no client of today looks at it.
    pub(super) names: Vec<String>,
}

impl<'a> Certificate<'a> {
    /// None if it is not a certificate.
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let mut certificate = Der(Der(der).next(SEQUENCE)?);
        let mut inside = Der(certificate.next(SEQUENCE)?);
        inside.skip(VERSION)?;
        inside.next(INTEGER)?;
        inside.next(SEQUENCE)?;
        let issuer = inside.next(SEQUENCE)?;
        let mut dates = Der(inside.next(SEQUENCE)?);
        // The last second is within.
        let (from, until) = (dates.time()?, dates.time()?.plus_secs(1));
        let subject = inside.next(SEQUENCE)?;
        inside.next(SEQUENCE)?;
        // Names that cannot be read are none: whether that matters is for whoever wanted to know them.
        Some(Certificate { from, until, issuer, subject, names: names(inside).unwrap_or_default() })
    }

    /// Whether it was signed in its own name.
    pub(super) fn is_self_signed(&self) -> bool {
        self.issuer == self.subject
    }

    /// The common name of whoever signed it.
    pub(super) fn issuer_name(&self) -> Option<String> {
        let mut sets = Der(self.issuer);
        while let Some(set) = sets.next(SET) {
            let mut pair = Der(Der(set).next(SEQUENCE)?);
            if pair.next(OBJECT_ID)? == COMMON_NAME {
                return Some(String::from_utf8_lossy(pair.any()?.1).into_owned());
            }
        }
        None
    }
}

/// The names in what follows the key. None if that cannot be read.
fn names(mut rest: Der<'_>) -> Option<Vec<String>> {
    let mut found = Vec::new();
    while !rest.0.is_empty() {
        let (tag, content) = rest.any()?;
        if tag != EXTENSIONS {
            continue;
        }
        let mut extensions = Der(Der(content).next(SEQUENCE)?);
        while !extensions.0.is_empty() {
            let mut extension = Der(extensions.next(SEQUENCE)?);
            let id = extension.next(OBJECT_ID)?;
            extension.skip(BOOLEAN)?;
            let value = extension.next(OCTETS)?;
            if id == SUBJECT_ALT_NAME {
                found.extend(alternatives(Der(Der(value).next(SEQUENCE)?))?);
            }
        }
    }
    Some(found)
}

fn alternatives(mut all: Der<'_>) -> Option<Vec<String>> {
    let mut found = Vec::new();
    while !all.0.is_empty() {
        match all.any()? {
            (DNS_NAME, name) => found.push(String::from_utf8_lossy(name).into_owned()),
            (IP_ADDRESS, bytes) => found.extend(address(bytes).map(|address| address.to_string())),
            _ => {}
        }
    }
    Some(found)
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// What is left of an encoding.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The content of the next element, which must be of this kind.
    fn next(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, content) = self.any()?;
        (found == tag).then_some(content)
    }

    /// Passes over the next element if it is of this kind.
    fn skip(&mut self, tag: u8) -> Option<()> {
        if self.0.first() == Some(&tag) {
            self.next(tag)?;
        }
        Some(())
    }

    fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let mut length = usize::from(first);
        if first & 0x80 != 0 {
            // The length in more bytes; nothing here is larger than three of them can say.
            let (bytes, after) =
                rest.split_at_checked(usize::from(first & 0x7f)).filter(|(b, _)| b.len() <= 3)?;
            length = bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
            rest = after;
        }
        let (content, after) = rest.split_at_checked(length)?;
        self.0 = after;
        Some((tag, content))
    }

    /// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`, the only forms there may be.
    fn time(&mut self) -> Option<Timestamp> {
        let (tag, text) = self.any()?;
        let digits = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
        let long = match (tag, digits.len()) {
            (UTC_TIME, 12) if digits < "50" => format!("20{digits}"),
            (UTC_TIME, 12) => format!("19{digits}"),
            (GENERALIZED_TIME, 14) => digits.to_owned(),
            _ => return None,
        };
        if !long.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let civil = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", &long).ok()?;
        let at = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Timestamp::from_secs(at.timestamp().as_second()))
    }
}

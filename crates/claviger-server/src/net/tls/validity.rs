//! From when until when a certificate is in force (RFC 5280 §4.1.2.5), read out of its DER.
//!
//! ```text
//! Certificate    ::= SEQUENCE { TBSCertificate, … }
//! TBSCertificate ::= SEQUENCE { [0] version OPTIONAL, serial, algorithm, issuer, SEQUENCE { notBefore, notAfter }, … }
//! ```

use claviger_core::time::Timestamp;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// From (inclusive) and until (exclusive). None if it is not a certificate.
pub(super) fn of(der: &[u8]) -> Option<(Timestamp, Timestamp)> {
    let mut certificate = Der(Der(der).next(SEQUENCE)?);
    let mut inside = Der(certificate.next(SEQUENCE)?);
    if inside.0.first() == Some(&VERSION) {
        inside.next(VERSION)?;
    }
    inside.next(INTEGER)?;
    inside.next(SEQUENCE)?;
    inside.next(SEQUENCE)?;
    let mut dates = Der(inside.next(SEQUENCE)?);
    // The last second is within.
    Some((dates.time()?, dates.time()?.plus_secs(1)))
}

/// What is left of an encoding.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The content of the next element, which must be of this kind.
    fn next(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, content) = self.any()?;
        (found == tag).then_some(content)
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

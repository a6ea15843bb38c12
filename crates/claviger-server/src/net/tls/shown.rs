//! What clients are shown, and what of it some of them may not like. A server serves with any of these doubts.

use super::DEVELOPMENT_AUTHORITY;
use super::x509::Certificate;
use claviger_core::time::Timestamp;
use rustls::pki_types::CertificateDer;

/// A pair that was judged good, as clients see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// When the server's own certificate expires.
    pub expires_at: Timestamp,
    /// The DNS names and addresses it is for.
    pub names: Vec<String>,
    /// What clients may not like about it.
    pub doubts: Vec<Doubt>,
}

/// Something that clients may not like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is for no DNS name and no address; a common name is looked at by no client of today.
    NoName,
    /// The one at this place (counted from one) is not of whoever signed the one before it.
    Order(usize),
    /// The one at this place (counted from one) is not in force.
    NotInForce(usize),
    /// It was signed by itself, so clients have to be told to trust it.
    SelfSigned,
    /// It is of `claviger dev-cert`, so clients have to be told to trust its authority, and nobody can renew it.
    Development,
}

/// Looks at a chain, the server's own certificate first. What cannot be read is passed over.
pub(super) fn of(chain: &[CertificateDer<'_>], expires_at: Timestamp, now: Timestamp) -> Shown {
    let read: Vec<Certificate<'_>> = chain.iter().map_while(|one| Certificate::read(one)).collect();
    let mut doubts = Vec::new();
    let Some(own) = read.first() else { return Shown { expires_at, names: Vec::new(), doubts } };
    if own.names.is_empty() {
        doubts.push(Doubt::NoName);
    }
    for (at, pair) in read.windows(2).enumerate() {
        if let [below, above] = pair {
            doubts.extend((below.issuer != above.subject).then_some(Doubt::Order(at + 2)));
            doubts.extend((now < above.from || now >= above.until).then_some(Doubt::NotInForce(at + 2)));
        }
    }
    if own.issuer_name().as_deref() == Some(DEVELOPMENT_AUTHORITY) {
        doubts.push(Doubt::Development);
    } else if own.is_self_signed() {
        doubts.push(Doubt::SelfSigned);
    }
    Shown { expires_at, names: own.names.clone(), doubts }
}

//! Audit entries, and what is kept elsewhere of a log.

use claviger_audit::witness::Statement;
use claviger_audit::{Unpack, pack};

pub(super) fn decode(bytes: &[u8]) {
    let peeked = claviger_audit::peek(bytes);
    let Ok(entry) = claviger_audit::decode(bytes) else { return };
    // One entry, one byte string: what was decoded encodes to the same bytes.
    let mut again = Vec::new();
    claviger_audit::encode(&entry, &mut again);
    assert_eq!(again, bytes);
    let peeked = peeked.expect("what decodes can be looked at");
    assert_eq!((peeked.place, peeked.key), (entry.place, entry.draft.key()));
    assert_eq!((peeked.nonce, peeked.closes_claim), (entry.draft.nonce, entry.draft.closes_claim()));
    assert_eq!((peeked.opens(), peeked.account), (entry.draft.opens(), entry.draft.account));
    let _ = entry.draft.detail.to_string();
}

pub(super) fn unpack(bytes: &[u8]) {
    let parts: Vec<_> = claviger_audit::unpack(bytes).collect();
    assert!(parts.len() <= bytes.len(), "an entry takes at least a byte");
    parts.iter().flatten().for_each(|entry| decode(entry));
    if parts.iter().all(Result::is_ok) {
        let mut again = Vec::new();
        parts.iter().flatten().for_each(|entry| pack(entry, &mut again));
        assert_eq!(again, bytes);
    }
    let is_fused = |mut rest: Unpack<'_>| rest.by_ref().count() == parts.len() && rest.next().is_none();
    assert!(is_fused(claviger_audit::unpack(bytes)));
}

pub(super) fn witness(bytes: &[u8]) {
    let Ok(statement) = Statement::parse(bytes) else { return };
    // One statement, one text.
    assert_eq!(statement.to_string().as_bytes(), bytes);
}

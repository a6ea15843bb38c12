//! What people type: credentials, ids, allowlists, names, second factors.

use super::text;
use claviger_core::allowlist::{Allowlist, MAX_ALLOWLIST};
use claviger_core::credential::{AdminToken, ApiKey, PrivateKey};
use claviger_core::id::{AccountId, KeyId, TokenId, UserId};
use claviger_core::otp::{SecondFactor, TOTP_SECRET_BYTES};
use claviger_core::people::Login;
use claviger_core::store::{MAX_HANDLE_BYTES, RecordId, RecordKind};
use claviger_core::text::{Application, ClientName, Description, Holder, MAX_CLIENT_BYTES, Name};
use claviger_core::time::Timestamp;

pub(super) fn credential(bytes: &[u8]) {
    // What is accepted is the one text of that credential: base64 that is not canonical is refused.
    if let Ok(key) = ApiKey::parse(bytes) {
        assert_eq!(key.to_string().as_bytes(), bytes);
    }
    if let Ok(secret) = PrivateKey::parse(bytes) {
        assert_eq!(secret.reveal().as_bytes(), bytes);
    }
    if let Ok(token) = AdminToken::parse(bytes) {
        assert_eq!(token.reveal().as_bytes(), bytes);
    }
}

pub(super) fn id(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(id) = text.parse::<KeyId>() {
        assert_eq!(id.to_string(), text);
    }
    if let Ok(id) = text.parse::<AccountId>() {
        assert_eq!(id.to_string(), text);
    }
    if let Ok(id) = text.parse::<TokenId>() {
        assert_eq!(id.to_string(), text);
    }
    if let Ok(id) = text.parse::<UserId>() {
        assert_eq!(id.to_string(), text);
        assert_eq!(RecordId(RecordKind::User, id.as_u64()).to_string(), text);
    }
}

/// One entry a line.
pub(super) fn allowlist(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(list) = Allowlist::parse(text.lines()) else { return };
    let texts = list.to_texts();
    assert!(texts.len() <= MAX_ALLOWLIST);
    // Written down and read again it is the same list, and it allows what it names.
    assert_eq!(Allowlist::parse(texts.iter().map(String::as_str)).as_ref(), Ok(&list));
    assert!(list.blocks().iter().all(|block| list.allows(block.addr())));
    assert!(list.within(&list));
}

pub(super) fn names(bytes: &[u8]) {
    let client = ClientName::from_bytes(bytes);
    let shown = |byte: u8| (32..127).contains(&byte);
    assert!(client.as_str().len() <= MAX_CLIENT_BYTES && client.as_str().bytes().all(shown));
    let Some(text) = text(bytes) else { return };
    if let Ok(name) = Name::parse(text) {
        assert_eq!(Name::parse(name.as_str()).as_ref(), Ok(&name), "a name is its own parse");
        let _ = name.folded();
    }
    if let Ok(login) = Login::parse(text) {
        assert_eq!(Login::parse(login.as_str()).as_ref(), Ok(&login), "a login is its own parse");
        assert!(login.as_str().len() <= MAX_HANDLE_BYTES);
    }
    let _ = (Holder::parse(text), Application::parse(text), Description::parse(text));
}

pub(super) fn otp(bytes: &[u8]) {
    let now = Timestamp::from_secs(1_800_000_000);
    for factor in
        [SecondFactor::Totp(vec![7; TOTP_SECRET_BYTES]), SecondFactor::Password(b"swordfish".to_vec())]
    {
        let _ = factor.check(bytes, now);
    }
}

use super::*;
use claviger_core::credential::ApiKey;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::{KeyKind, KeyState};
use claviger_core::permission::Permission as P;
use claviger_core::restriction::Restrictions;
use claviger_core::text::{Application, Description, Holder, Name};

fn key() -> KeyRecord {
    KeyRecord {
        id: KeyId::from_u64(1),
        account: AccountId::from_u64(2),
        api_key: ApiKey::from_bytes([3; 32]),
        kind: KeyKind::Private,
        name: Name::parse("grid").unwrap(),
        holder: Holder::parse("desk 4").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::of(&[P::QueryFunds, P::CloseTrades]),
        restrictions: Restrictions::default(),
        state: KeyState::Active,
        revision: 1,
        created_at: Timestamp::from_secs(0),
        modified_at: Timestamp::from_secs(0),
        held: false,
        revoked_at: None,
        predecessor: None,
        successor: None,
        retires_at: None,
    }
}

#[test]
fn a_new_key_is_told() {
    let mut key = key();
    key.restrictions.nonce_window = 10;
    assert_eq!(
        created(&key),
        "private key \"grid\"; permissions: query-funds, close-trades; allowlist: anywhere; nonce_window: 10; \
         holder: \"desk 4\""
    );
}

#[test]
fn every_difference_is_told() {
    let old = key();
    let mut new = key();
    new.permissions = PermissionSet::of(&[P::QueryFunds, P::ModifyTrades]);
    new.restrictions.allowlist = Allowlist::parse(["203.0.113.7"]).unwrap();
    new.restrictions.expires_at = Some(Timestamp::from_secs(60));
    new.restrictions.second_factor = Some(SecondFactorKind::Totp);
    new.name = Name::parse("grid 2").unwrap();
    new.description = Description::parse("more").unwrap();
    new.application = Application::parse("grid-bot-3").unwrap();
    new.member = Some(UserId::from_u64(7));
    assert_eq!(
        edited(&old, &new, true),
        "permissions: +modify-trades -close-trades; second factor: none → totp; allowlist: anywhere → 203.0.113.7; \
         expires_at: none → 1970-01-01T00:01:00.000000Z; name: \"grid\" → \"grid 2\"; \
         member: none → user_000000000007; application: \"\" → \"grid-bot-3\"; description: changed"
    );
    assert_eq!(edited(&old, &old, true), "second factor: replaced");
}

#[test]
fn long_lists_are_counted_and_long_words_cut() {
    let list = |third: u8| {
        let texts: Vec<String> = (0..40).map(|last| format!("203.0.{third}.{}", last * 2)).collect();
        Allowlist::parse(texts.iter().map(String::as_str)).unwrap()
    };
    let (mut old, mut new) = (key(), key());
    old.restrictions.allowlist = list(1);
    new.restrictions.allowlist = list(2);
    assert_eq!(edited(&old, &new, false), "allowlist: 40 blocks → 40 other blocks");
    let long = capped(&"é".repeat(400));
    assert!(long.len() <= MAX_BYTES && long.ends_with('…'));
}

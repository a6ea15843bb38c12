//! `GetApiKeyInfo`.

use crate::world::{P, START, World};
use claviger::core::allowlist::Allowlist;
use claviger::core::restriction::Restrictions;
use claviger::core::time::Timestamp;
use serde_json::json;

#[tokio::test]
async fn both_spellings_say_the_same() {
    let world = World::new().await;
    let bot = world.key(&[P::QueryFunds]).await;
    let info = world.ok(&bot, "GetApiKeyInfo", "").await;
    for (snake, camel) in [
        ("api_key_name", "name"),
        ("api_key", "key"),
        ("valid_until", "validUntil"),
        ("query_from", "queryFrom"),
        ("query_to", "queryTo"),
        ("created_time", "createdTime"),
        ("modified_time", "modifiedTime"),
        ("ip_allowlist", "ipAllowlist"),
        ("last_used", "lastUsed"),
    ] {
        assert!(info.get(snake).is_some(), "{snake}");
        assert_eq!(info[snake], info[camel], "{snake}");
    }
    assert_eq!(info["api_key"], json!(bot.key));
    assert_eq!(info["permissions"], json!(["query-funds"]));
    assert_eq!((&info["valid_until"], &info["ip_allowlist"]), (&json!("0"), &json!([])));
    assert_eq!((&info["nonce_window"], &info["nonceWindow"]), (&json!("0"), &json!(0)));
    assert_eq!(info["created_time"], json!(START.to_string()));
    assert_eq!(info["iban"].as_str().unwrap().len(), "AA88 N84G WOAK NMOI".len());
}

#[tokio::test]
async fn settings_are_told_and_no_permission_is_needed() {
    let world = World::new().await;
    let limits = Restrictions {
        allowlist: Allowlist::parse(["192.0.2.0/24"]).unwrap(),
        expires_at: Some(Timestamp::from_secs(START + 60)),
        query_from: Some(Timestamp::from_secs(START - 60)),
        nonce_window: 15,
        ..Restrictions::default()
    };
    let bot = world.restricted(&[], limits).await;
    let info = world.ok(&bot, "GetApiKeyInfo", "").await;
    assert_eq!(info["valid_until"], json!((START + 60).to_string()));
    assert_eq!(info["query_from"], json!((START - 60).to_string()));
    assert_eq!((&info["nonce_window"], &info["permissions"]), (&json!("15"), &json!([])));
    assert_eq!(info["ip_allowlist"], json!(["192.0.2.0/24"]));
}

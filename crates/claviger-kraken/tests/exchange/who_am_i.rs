//! `WhoAmI`, a method of Claviger's own.

use crate::world::{P, START, World};
use claviger::core::allowlist::Allowlist;
use claviger::core::restriction::Restrictions;
use claviger::core::time::Timestamp;
use serde_json::json;

#[tokio::test]
async fn a_key_is_told_where_it_stands() {
    let world = World::new().await;
    let limits = Restrictions {
        allowlist: Allowlist::parse(["192.0.2.0/24"]).unwrap(),
        expires_at: Some(Timestamp::from_secs(START + 60)),
        nonce_window: 15,
        ..Restrictions::default()
    };
    let bot = world.restricted(&[P::QueryFunds], limits).await;
    let who = world.ok(&bot, "WhoAmI", "").await;
    assert_eq!((&who["state"], &who["permissions"]), (&json!("active"), &json!(["query-funds"])));
    assert_eq!(who["allowlist"], json!(["192.0.2.0/24"]));
    assert_eq!(who["source"]["allowed"], json!(true));
    assert!(who["expires_at"].as_str().is_some() && who["server_time"].as_str().is_some());
    let (highest, needed) = (&who["nonce"]["highest"], &who["nonce"]["needed"]);
    let number = |text: &serde_json::Value| text.as_str().unwrap().parse::<u64>().unwrap();
    assert_eq!(number(needed), number(highest) + 1);
    assert_eq!(who["nonce"]["window"], json!("15"));
    assert!(who["rate"]["left"].as_u64().unwrap() < who["rate"]["most"].as_u64().unwrap());
    assert_eq!(who["retires_at"], json!(null));
    let due = Timestamp::from_secs(START).plus_secs(90 * 86_400).to_string();
    assert_eq!(who["rotation_due_at"].as_str().unwrap()[..10], due[..10]);
    assert_eq!((&who["shared"], &who["would"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn a_call_that_is_only_thought_of_is_judged_and_uses_nothing_up() {
    let world = World::new().await;
    let limits =
        Restrictions { allowlist: Allowlist::parse(["192.0.2.0/24"]).unwrap(), ..Restrictions::default() };
    let bot = world.restricted(&[P::QueryFunds], limits).await;
    let would = world.ok(&bot, "WhoAmI", "method=Withdraw").await["would"].clone();
    assert_eq!((&would["allowed"], &would["reason"]), (&json!(false), &json!("permission-missing")));
    assert_eq!(would["detail"], json!("missing: withdraw-funds"));
    let would = world.ok(&bot, "WhoAmI", "method=Balance").await["would"].clone();
    assert_eq!((&would["allowed"], &would["reason"]), (&json!(true), &json!(null)));
    let would = world.ok(&bot, "WhoAmI", "method=funds.balance&source=198.51.100.1").await["would"].clone();
    assert_eq!(would["reason"], json!("source-not-allowed"));
    for bad in ["method=Nonsense", "method=key.revoke", "source=nowhere", "method=Balance&method=Withdraw"] {
        let refused = world.refused(&bot, "WhoAmI", bad).await;
        assert!(refused.starts_with("EGeneral:Invalid arguments"), "{bad}: {refused}");
    }
}

//! `RevokeApiKey`, this server's own.

use crate::world::{P, START, World};
use claviger::core::allowlist::Allowlist;
use claviger::core::restriction::Restrictions;
use serde_json::json;

#[tokio::test]
async fn whoever_signs_with_a_key_ends_it_from_anywhere() {
    let world = World::new().await;
    let limits =
        Restrictions { allowlist: Allowlist::parse(["198.51.100.7"]).unwrap(), ..Restrictions::default() };
    let bot = world.restricted(&[P::QueryFunds], limits).await;
    let ended = world.ok(&bot, "RevokeApiKey", "").await;
    assert_eq!(ended["api_key"], json!(bot.key));
    assert_eq!((&ended["revoked"], &ended["revoked_before"]), (&json!(true), &json!(false)));
    assert_eq!((&ended["revoked_time"], &ended["open_calls"]), (&json!(START.to_string()), &json!(0)));
    let again = world.ok(&bot, "RevokeApiKey", "").await;
    assert_eq!((&again["revoked"], &again["revoked_before"]), (&json!(true), &json!(true)));
    let other = world.key(&[]).await;
    world.ok(&other, "GetApiKeyInfo", "").await;
}

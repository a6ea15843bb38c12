//! Lists: pages, cursors, filters, and whose they are.

use crate::world::World;
use serde_json::{Value, json};

/// Every item of a list, page by page.
pub(crate) async fn walk(world: &World, token: &str, path: &str, limit: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = world.get(token, &format!("{path}{sign}limit={limit}{cursor}")).await.json();
        let items = page["items"].as_array().unwrap().clone();
        assert!(items.len() <= limit);
        all.extend(items);
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

fn texts(items: &[Value], field: &str) -> Vec<String> {
    items.iter().map(|item| item[field].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn keys_and_tokens_come_in_pages_in_the_order_of_their_creation() {
    let world = World::new().await;
    for number in 0..7 {
        world.made(world.operator(), "/keys", json!({"name": format!("k{number}"), "holder": "desk"})).await;
    }
    for limit in [1, 3, 8, 200] {
        let keys = walk(&world, world.operator(), "/keys", limit).await;
        assert_eq!(texts(&keys, "name"), ["bot", "k0", "k1", "k2", "k3", "k4", "k5", "k6"], "limit {limit}");
    }
    let tokens = walk(&world, world.operator(), "/tokens", 2).await;
    assert_eq!(texts(&tokens, "name"), ["first", "admin", "key-manager", "auditor", "viewer", "spare"]);
    assert_eq!(walk(&world, world.operator(), "/accounts", 1).await.len(), 2);
}

#[tokio::test]
async fn keys_are_filtered() {
    let world = World::new().await;
    world
        .made(
            world.operator(),
            "/keys",
            json!({"name": "grid", "holder": "Desk 4", "application": "grid-bot"}),
        )
        .await;
    let revoke = format!("/keys/{}/revoke", world.own.key);
    world.made(world.operator(), &revoke, json!({})).await;
    for (query, names) in [
        ("state=active,frozen", vec!["grid"]),
        ("state=revoked", vec!["bot"]),
        ("holder=Desk%204", vec!["grid"]),
        ("application=grid-bot", vec!["grid"]),
        ("application=grid", vec![]),
        ("text=GRI", vec!["grid"]),
        ("text=nothing", vec![]),
    ] {
        let keys = walk(&world, world.operator(), &format!("/keys?{query}"), 50).await;
        assert_eq!(texts(&keys, "name"), names, "{query}");
    }
}

#[tokio::test]
async fn cursors_belong_to_their_list_and_account() {
    let world = World::new().await;
    for name in ["a", "b"] {
        world.made(world.operator(), "/keys", json!({"name": name})).await;
        world.made(&world.stranger, "/keys", json!({"name": name})).await;
    }
    let keys = world.get(world.operator(), "/keys?limit=1").await.json();
    let cursor = keys["next"].as_str().unwrap();
    for (token, path) in
        [(world.operator(), "/tokens"), (world.operator(), "/history"), (world.stranger.as_str(), "/keys")]
    {
        let answer = world.get(token, &format!("{path}?cursor={cursor}")).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "malformed"), "{path}");
    }
}

#[tokio::test]
async fn the_audit_tells_who_did_what_and_only_to_the_account() {
    let world = World::new().await;
    let edit = json!({"permissions": ["query-funds", "modify-trades"], "allowlist": ["203.0.113.7"]});
    world.patch(world.operator(), &format!("/keys/{}", world.own.key), edit).await;
    let audit = walk(&world, world.operator(), "/audit", 3).await;
    let newest = &audit[0];
    assert_eq!(newest["action"], "key.edit");
    assert_eq!(newest["outcome"], "changed");
    assert_eq!(newest["target"], json!(world.own.key));
    assert_eq!(newest["key"], json!(world.own.key));
    assert_eq!(newest["revision"], 2);
    assert_eq!(newest["source"], "198.51.100.9");
    assert_eq!(newest["client"], "api-test");
    assert_eq!(
        newest["detail"],
        "lets more through; permissions: +modify-trades; allowlist: anywhere → 203.0.113.7"
    );
    assert!(newest["actor"].as_str().unwrap().starts_with("tok_"));
    assert!(audit.iter().all(|entry| entry["account"] == json!(world.own.account)));
    let mine: Vec<u64> = audit.iter().map(|entry| entry["sequence"].as_u64().unwrap()).collect();
    assert!(mine.windows(2).all(|pair| pair[0] > pair[1]), "newest first");
    let of_key = walk(&world, world.operator(), &format!("/keys/{}/history", world.own.key), 1).await;
    assert_eq!(texts(&of_key, "action"), ["key.edit", "key.create"]);
    let filtered = walk(&world, world.operator(), "/audit?action=key.edit&outcome=changed", 50).await;
    assert_eq!(filtered.len(), 1);
    let foreign = format!("/audit?key={}", world.foreign.key);
    assert!(walk(&world, world.operator(), &foreign, 50).await.is_empty());
    assert!(walk(&world, world.operator(), "/history", 50).await.is_empty(), "acts are not calls");
}

#[tokio::test]
async fn closed_lists_are_told() {
    let world = World::new().await;
    let permissions = world.get(&world.tokens["viewer"], "/permissions").await.json();
    assert_eq!(permissions["items"].as_array().unwrap().len(), 13);
    let reasons = world.get(world.operator(), "/reasons").await.json();
    assert!(reasons["items"].as_array().unwrap().iter().any(|reason| reason["code"] == "invalid-nonce"));
}

#[tokio::test]
async fn a_list_of_too_many_values_is_refused_not_cut() {
    let world = World::new().await;
    let states = |count: usize| format!("/keys?state={}", vec!["active"; count].join(","));
    assert_eq!(world.get(world.operator(), &states(64)).await.status.as_u16(), 200);
    let answer = world.get(world.operator(), &states(65)).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "malformed"));
    assert!(answer.text.contains("at most 64"), "{}", answer.text);
}

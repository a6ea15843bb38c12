//! The life of a key over the API.

use crate::world::World;
use claviger::Limits;
use serde_json::{Value, json};

fn at(key: &Value, verb: &str) -> String {
    format!("/keys/{}{verb}", key["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_key_lives_and_dies() {
    let world = World::new().await;
    let operator = world.operator();
    let asked = json!({
        "name": "  Grid bot ", "holder": "desk 4", "application": "grid-bot-3", "description": "grids", "permissions": ["modify-trades", "query-funds"],
        "allowlist": ["203.0.113.0/24", "203.0.113.7"], "expires_at": "2030-01-01T01:00:00+01:00", "nonce_window": "18446744073709551615",
    });
    let answer = world.post(operator, "/keys", asked).await;
    assert_eq!(answer.status.as_u16(), 201);
    let made = answer.json();
    assert_eq!(answer.headers["location"], format!("/api/v1{}", at(&made, "")));
    assert_eq!(
        (&made["name"], &made["state"], &made["revision"]),
        (&json!("Grid bot"), &json!("active"), &json!(1))
    );
    assert_eq!(made["permissions"], json!(["query-funds", "modify-trades"]));
    assert_eq!(made["allowlist"], json!(["203.0.113.0/24"]));
    assert_eq!(made["expires_at"], "2030-01-01T00:00:00.000000Z");
    assert_eq!(made["nonce_window"], "18446744073709551615");
    assert_eq!(made["private_key"].as_str().unwrap().len(), 88);
    assert_eq!(made["api_key"].as_str().unwrap().len(), 56);
    let edited = world
        .patch(operator, &at(&made, ""), json!({"expires_at": null, "holder": "desk 5", "application": ""}))
        .await
        .json();
    assert_eq!(
        (&edited["expires_at"], &edited["holder"], &edited["revision"]),
        (&json!(null), &json!("desk 5"), &json!(2))
    );
    assert_eq!(edited["description"], "grids", "what is left out stays");
    let frozen = world.made(operator, &at(&made, "/step"), json!({"state": "frozen", "drain_secs": 1})).await;
    assert_eq!((&frozen["state"], &frozen["open_calls"]), (&json!("frozen"), &json!(0)));
    let revoked = world.made(operator, &at(&made, "/revoke"), json!({"drain_secs": 0})).await;
    assert_eq!((&revoked["state"], &revoked["revision"]), (&json!("revoked"), &json!(4)));
    assert!(revoked["revoked_at"].is_string());
    let shown = world.get(operator, &at(&made, "")).await.json();
    assert_eq!((&shown["state"], shown.get("private_key")), (&json!("revoked"), None));
    for (verb, body) in [("/revoke", json!({})), ("/step", json!({"state": "active"}))] {
        assert_eq!(world.post(operator, &at(&made, verb), body).await.code(), "revoked");
    }
    assert_eq!(world.patch(operator, &at(&made, ""), json!({"name": "x"})).await.code(), "revoked");
}

#[tokio::test]
async fn changes_that_cannot_be_are_refused_with_a_reason() {
    let world = World::new().await;
    let key = format!("/keys/{}", world.own.key);
    world.made(world.operator(), "/keys", json!({"name": "Other"})).await;
    for (body, code, words) in [
        (json!({}), "no-change", "nothing would change"),
        (json!({"name": "OTHER"}), "name-taken", "another key"),
        (json!({"name": null}), "invalid", "expected a string"),
        (json!({"expires_at": "2001-01-01T00:00:00Z"}), "invalid", "past"),
        (
            json!({"query_from": "2027-01-02T00:00:00Z", "query_to": "2027-01-01T00:00:00Z"}),
            "invalid",
            "earlier",
        ),
        (json!({"second_factor": {"kind": "password"}}), "invalid", "missing"),
        (json!({"second_factor": {"kind": "totp", "password": "12345678"}}), "invalid", "made here"),
    ] {
        let answer = world.patch(world.operator(), &key, body.clone()).await;
        assert_eq!(answer.code(), code, "{body}: {}", answer.text);
        assert!(answer.text.contains(words), "{body}: {}", answer.text);
    }
    assert_eq!(world.get(world.operator(), &key).await.json()["revision"], 1);
}

#[tokio::test]
async fn a_second_factor_is_set_replaced_and_cleared() {
    let world = World::new().await;
    let key = format!("/keys/{}", world.own.key);
    let set = json!({"second_factor": {"kind": "password", "password": "correct horse"}});
    for _ in 0..2 {
        let answer = world.patch(world.operator(), &key, set.clone()).await;
        assert_eq!(answer.json()["second_factor"], "password", "the same kind anew is a change");
    }
    let cleared = world.patch(world.operator(), &key, json!({"second_factor": null})).await.json();
    assert_eq!((&cleared["second_factor"], &cleared["revision"]), (&json!(null), &json!(4)));
    let words: Vec<String> =
        world.entries().iter().rev().take(3).map(|e| e.draft.detail.to_string()).collect();
    assert_eq!(
        words,
        [
            "lets more through; second factor: password → none",
            "lets more through; second factor: replaced",
            "second factor: none → password"
        ]
    );
}

#[tokio::test]
async fn names_are_unique_among_the_living() {
    let world = World::new().await;
    assert_eq!(world.post(world.operator(), "/keys", json!({"name": "BOT"})).await.code(), "name-taken");
    world.made(&world.stranger, "/keys", json!({"name": "elsewhere"})).await;
    world.made(world.operator(), &format!("/keys/{}/revoke", world.own.key), json!({})).await;
    world.made(world.operator(), "/keys", json!({"name": "bot"})).await;
}

/// Case 23: the limit is checked in the write, so that many at once cannot exceed it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_cannot_exceed_the_limit() {
    let world = std::sync::Arc::new(World::with(Limits { keys_per_account: 5, ..Limits::default() }).await);
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..12 {
        let world = world.clone();
        tasks.spawn(async move {
            let answer = world.post(world.operator(), "/keys", json!({"name": format!("k{number}")})).await;
            (answer.status.as_u16(), answer.code())
        });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == 201).count(), 4);
    assert!(answers.iter().all(|(status, code)| *status == 201 || code == "limit-reached"), "{answers:?}");
}

/// A change that meets another one is made anew from what that one left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_at_the_same_time_are_all_made() {
    let world = std::sync::Arc::new(World::new().await);
    let path = format!("/keys/{}", world.own.key);
    let mut tasks = tokio::task::JoinSet::new();
    let both = json!({"description": "d", "application": "a"});
    for body in [json!({"holder": "h"}), both, json!({"nonce_window": "7"})] {
        let (world, path) = (world.clone(), path.clone());
        tasks.spawn(async move { world.patch(world.operator(), &path, body).await.status.as_u16() });
    }
    assert_eq!(tasks.join_all().await, [200, 200, 200]);
    let key = world.get(world.operator(), &path).await.json();
    assert_eq!((&key["holder"], &key["description"]), (&json!("h"), &json!("d")));
    assert_eq!(key["application"], "a");
    assert_eq!((&key["nonce_window"], &key["revision"]), (&json!("7"), &json!(4)));
}

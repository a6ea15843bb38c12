//! Rotation over the API: the pair, what is refused and why, the encrypted secret, what is due.

use crate::world::World;
use serde_json::{Value, json};

/// A recipient whose identity nobody kept.
const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

fn own(world: &World, verb: &str) -> String {
    format!("/keys/{}{verb}", world.own.key)
}

async fn rotate(world: &World, body: Value) -> Value {
    world.made(world.operator(), &own(world, "/rotate"), body).await
}

#[tokio::test]
async fn a_key_is_rotated_and_the_pair_is_shown() {
    let world = World::new().await;
    let rotated = rotate(&world, json!({"overlap_secs": 3600})).await;
    let (old, new) = (&rotated["predecessor"], &rotated["successor"]);
    assert_eq!((&new["name"], &old["name"]), (&json!("bot"), &json!("bot (old)")));
    assert_eq!((&new["predecessor"], &old["successor"]), (&old["id"], &new["id"]));
    assert_eq!((&new["permissions"], &new["revision"]), (&old["permissions"], &json!(1)));
    assert_eq!(old["retires_at"], "2027-01-15T09:00:00.000000Z");
    assert_eq!(rotated["private_key"].as_str().unwrap().len(), 88);
    assert!(rotated.get("encrypted").is_none());
    for id in [&old["id"], &new["id"]] {
        let path = format!("/keys/{}/rotation", id.as_str().unwrap());
        let shown = world.get(world.operator(), &path).await.json();
        assert_eq!((&shown["open"], &shown["predecessor"]["key"]["id"]), (&json!(true), &old["id"]));
        assert_eq!(
            (&shown["successor"]["last_hour"], &shown["successor"]["sources"]),
            (&json!(0), &json!([]))
        );
    }
    assert!(world.get(world.operator(), &own(&world, "")).await.json().get("rotation_due_at").is_none());
    let due = format!("/keys/{}", new["id"].as_str().unwrap());
    let due = world.get(world.operator(), &due).await.json();
    assert_eq!(due["rotation_due_at"], "2027-04-15T08:00:00.000000Z");
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_what_to_do() {
    let world = World::new().await;
    let path = |verb: &str| own(&world, verb);
    let wider = json!({"permissions": ["query-funds", "withdraw-funds"], "recipient": null});
    let answer = world.post(world.operator(), &path("/rotate"), wider).await;
    assert_eq!(answer.code(), "invalid");
    let errors = answer.json()["errors"].clone();
    assert_eq!(errors[0]["field"], "permissions");
    assert!(errors[0]["message"].as_str().unwrap().contains("withdraw-funds"), "{errors}");
    for (body, code, words) in [
        (json!({"overlap_secs": 7_776_001}), "invalid", "90 days"),
        (json!({"recipient": "age1nobody"}), "invalid", "age-keygen"),
        (json!({"expires_at": "2001-01-01T00:00:00Z"}), "invalid", "past"),
        (json!({"revision": 7}), "changed", "changed in the meantime"),
    ] {
        let answer = world.post(world.operator(), &path("/rotate"), body.clone()).await;
        assert_eq!(answer.code(), code, "{body}: {}", answer.text);
        assert!(answer.text.contains(words), "{body}: {}", answer.text);
    }
    for verb in ["/retire", "/roll-back"] {
        let answer = world.post(world.operator(), &path(verb), json!({})).await;
        assert_eq!(answer.code(), "rotation-state", "{}", answer.text);
    }
    let new = rotate(&world, json!({})).await["successor"]["id"].as_str().unwrap().to_owned();
    let answer = world.post(world.operator(), &path("/rotate"), json!({})).await;
    assert_eq!(answer.code(), "rotation-state");
    assert!(answer.text.contains("being replaced already"), "{}", answer.text);
    let answer = world.post(world.operator(), &format!("/keys/{new}/rotate"), json!({})).await;
    assert!(answer.text.contains("still works"), "{}", answer.text);
}

#[tokio::test]
async fn a_rotation_is_ended_or_taken_back_by_either_key() {
    let world = World::new().await;
    let operator = world.operator();
    let new = rotate(&world, json!({})).await["successor"]["id"].as_str().unwrap().to_owned();
    let later = json!({"at": "2027-03-01T00:00:00Z"});
    let moved = world.made(operator, &format!("/keys/{new}/retire"), later).await;
    assert_eq!((&moved["id"], &moved["state"]), (&json!(world.own.key), &json!("active")));
    assert_eq!(moved["retires_at"], "2027-03-01T00:00:00.000000Z");
    let back = world.made(operator, &format!("/keys/{new}/roll-back"), json!({})).await;
    assert_eq!(
        (&back["predecessor"]["name"], &back["successor"]["state"]),
        (&json!("bot"), &json!("revoked"))
    );
    assert!(back["predecessor"].get("retires_at").is_none());
    let second = rotate(&world, json!({"overlap_secs": 60})).await["successor"]["id"].clone();
    let retired = world.made(operator, &own(&world, "/retire"), json!({"drain_secs": 1})).await;
    assert_eq!((&retired["state"], &retired["open_calls"]), (&json!("revoked"), &json!(0)));
    let late = world.post(operator, &own(&world, "/roll-back"), json!({})).await;
    assert_eq!(late.code(), "rotation-state");
    assert!(late.text.contains("go on with its successor"), "{}", late.text);
    let third = format!("/keys/{}/rotate", second.as_str().unwrap());
    assert_eq!(world.post(operator, &third, json!({})).await.status.as_u16(), 201, "and on it goes");
}

/// A machine rotates without ever seeing the secret, and may ask again for what it got.
#[tokio::test]
async fn a_recipient_named_beforehand_gets_the_secret_and_nobody_else() {
    let world = World::new().await;
    let policy = json!({"recipient": RECIPIENT, "max_age_days": 60});
    let said = world.patch(&world.tokens["admin"], "/rotation-policy", policy).await.json();
    assert_eq!(said, json!({"max_age_days": 60, "withdrawing_max_age_days": 30, "recipient": RECIPIENT}));
    assert_eq!(world.get(world.operator(), "/rotation-policy").await.json(), said);
    let rotated = world.made(&world.tokens["key-manager"], &own(&world, "/rotate"), json!({})).await;
    assert!(rotated.get("private_key").is_none() && !rotated.to_string().contains("ClavSec1"));
    let file = rotated["encrypted"].as_str().unwrap();
    assert!(file.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"), "{file}");
    let none = world.patch(world.operator(), "/rotation-policy", json!({"recipient": null})).await.json();
    assert_eq!(none["recipient"], json!(null));
    let again = world.patch(world.operator(), "/rotation-policy", json!({"recipient": null})).await;
    assert_eq!(again.code(), "no-change");
    let years = world.patch(world.operator(), "/rotation-policy", json!({"max_age_days": 4000})).await;
    assert_eq!(years.code(), "invalid");
}

#[tokio::test]
async fn what_is_older_than_the_account_wants_is_due() {
    let world = World::new().await;
    let operator = world.operator();
    let due = async || world.get(operator, "/keys/due").await.json();
    assert_eq!((&due().await["count"], &due().await["max_age_days"]), (&json!(0), &json!(90)));
    world.made(operator, "/keys", json!({"name": "moves", "permissions": ["withdraw-funds"]})).await;
    world.made(operator, "/keys", json!({"name": "prices", "kind": "public"})).await;
    world.clock.0.fetch_add(100 * 86_400, std::sync::atomic::Ordering::SeqCst);
    let listed = due().await;
    let names: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|key| &key["name"]).collect();
    assert_eq!(names, [&json!("moves"), &json!("bot")], "the longest overdue first");
    rotate(&world, json!({})).await;
    let listed = due().await;
    assert_eq!(listed["count"], 1, "what is being replaced is not due: {listed}");
    world
        .patch(operator, "/rotation-policy", json!({"max_age_days": 0, "withdrawing_max_age_days": 0}))
        .await;
    assert_eq!(due().await["count"], 0);
}

//! P7: secrets are in the answer that made them and nowhere else.

use crate::requests::{operations, path};
use crate::world::World;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

/// Forms in which a secret could be told.
fn forms(secret: &str) -> Vec<String> {
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut all = vec![secret.to_owned(), secret.replace('+', "%2B").replace('/', "%2F"), hex];
    all.push(STANDARD.encode(secret));
    if let Ok(raw) = STANDARD.decode(secret) {
        all.push(raw.iter().map(|byte| format!("{byte:02x}")).collect());
    }
    all
}

async fn everything_told(world: &World) -> String {
    let mut told = String::new();
    for operation in operations().iter().filter(|operation| !operation.mutates()) {
        let path = path(operation, &world.own);
        told += &world.get(world.operator(), &path).await.text;
    }
    told += &world.post(world.operator(), "/keys", json!({"name": "bot"})).await.text;
    told + &format!("{:?}", world.entries())
}

/// The number of the form in which the secret is told by anything that is told now.
async fn told_again(world: &World, secret: &str) -> Option<usize> {
    let told = everything_told(world).await;
    forms(secret).iter().position(|form| told.contains(form))
}

#[tokio::test]
async fn secrets_are_told_once() {
    let world = World::new().await;
    let operator = world.operator();
    let password = "correct horse battery";
    let mut secrets = vec![password.to_owned(), operator.to_owned()];
    let with_password = json!({"name": "one", "second_factor": {"kind": "password", "password": password}});
    let one = world.post(operator, "/keys", with_password).await;
    assert_eq!(one.headers["cache-control"], "no-store");
    assert!(!one.text.contains(password), "a password is not repeated even to its owner");
    secrets.push(one.json()["private_key"].as_str().unwrap().to_owned());
    let two = world.made(operator, "/keys", json!({"name": "two", "second_factor": {"kind": "totp"}})).await;
    for field in ["private_key", "totp_secret"] {
        secrets.push(two[field].as_str().unwrap().to_owned());
    }
    assert!(two["totp_uri"].as_str().unwrap().contains(two["totp_secret"].as_str().unwrap()));
    let changed = format!("/keys/{}", one.json()["id"].as_str().unwrap());
    let totp = world.patch(operator, &changed, json!({"second_factor": {"kind": "totp"}})).await.json();
    secrets.push(totp["totp_secret"].as_str().unwrap().to_owned());
    assert_eq!((totp.get("private_key"), &totp["second_factor"]), (None, &json!("totp")));
    let token = world.made(operator, "/tokens", json!({"name": "x", "role": "viewer"})).await;
    secrets.push(token["token"].as_str().unwrap().to_owned());
    let rotate = format!("/tokens/{}/rotate", token["id"].as_str().unwrap());
    secrets.push(world.made(operator, &rotate, json!({})).await["token"].as_str().unwrap().to_owned());
    for path in ["/invitations".to_owned(), format!("/members/{}/reset", world.own.member)] {
        let body = if path.ends_with("reset") { json!({}) } else { json!({"role": "viewer"}) };
        let link = world.made(operator, &path, body).await;
        secrets.push(link["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned());
    }
    let hook = json!({"name": "pager", "service": "webhook", "to": "https://hooks.example.com/"});
    let hook = world.made(operator, "/channels", hook).await;
    let rotate = format!("/channels/{}/rotate-secret", hook["id"].as_str().unwrap());
    for made in [&hook, &world.made(operator, &rotate, json!({})).await] {
        secrets.push(made["secret"].as_str().unwrap().to_owned());
    }
    let url = "https://hooks.slack.example/services/T0/B0/verysecret";
    world.made(operator, "/channels", json!({"name": "chat", "service": "slack", "to": url})).await;
    secrets.push("T0/B0/verysecret".to_owned());
    for secret in &secrets {
        assert_eq!(told_again(&world, secret).await, None, "a secret was told again");
    }
}

/// The tooth: a secret that is told again is found, in whichever form it is told.
#[tokio::test]
async fn tooth_a_told_secret_is_found() {
    let secret = "q83vEjRWeJA+/w==";
    for form in forms(secret) {
        let world = World::new().await;
        assert_eq!(told_again(&world, secret).await, None);
        world.made(world.operator(), "/keys", json!({"name": "leak", "description": form})).await;
        assert!(told_again(&world, secret).await.is_some(), "{form} was not found");
    }
}

#[tokio::test]
async fn public_keys_have_no_secret() {
    let world = World::new().await;
    let public = world.made(world.operator(), "/keys", json!({"name": "market", "kind": "public"})).await;
    assert_eq!((public.get("private_key"), &public["kind"]), (None, &json!("public")));
    let with_parts = json!({"name": "other", "kind": "public", "permissions": ["query-funds"]});
    assert_eq!(world.post(world.operator(), "/keys", with_parts).await.code(), "invalid");
}

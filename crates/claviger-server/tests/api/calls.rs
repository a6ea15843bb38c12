//! Keys made over the API sign calls; changes made over the API meet those calls.

use crate::world::World;
use claviger::Admitted;
use claviger::core::action::{Action, OrderFacts};
use claviger::core::call::{QueryDates, SignedCall};
use claviger::core::credential::{ApiKey, PrivateKey};
use claviger::core::entry::Outcome;
use claviger::core::reason::Reason;
use claviger::core::signature::{SignedBytes, sign};
use claviger::core::text::ClientName;
use serde_json::{Value, json};

async fn trader(world: &World, more: Value) -> Value {
    let mut asked = json!({"name": "trader", "permissions": ["modify-trades", "query-funds"]});
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.made(world.operator(), "/keys", asked).await
}

/// Signs and sends one call with what the API answered when the key was made.
async fn send<'a>(
    world: &'a World,
    key: &Value,
    nonce: u64,
    action: Action,
    otp: Option<&str>,
) -> Result<Admitted<'a>, Reason> {
    let text = |field: &str| key[field].as_str().unwrap().as_bytes().to_vec();
    let secret = PrivateKey::parse(&text("private_key")).unwrap();
    let nonce_text = nonce.to_string();
    let body = format!("nonce={nonce_text}");
    let bytes =
        SignedBytes { path: b"/0/private/X", nonce_text: nonce_text.as_bytes(), body: body.as_bytes() };
    let call = SignedCall {
        api_key: ApiKey::parse(&text("api_key")).unwrap(),
        signature: sign(secret.expose(), bytes.path, &bytes.digest()),
        bytes,
        nonce,
        otp: otp.map(str::as_bytes),
        action,
        dates: QueryDates::default(),
        source: "192.0.2.1".parse().unwrap(),
        client: ClientName::from_bytes(b"bot"),
    };
    world.authority.admit(call, &|_| OrderFacts::default()).await.map_err(|refusal| refusal.denial.reason)
}

#[tokio::test]
async fn a_key_signs_and_its_use_is_shown() {
    let world = World::new().await;
    let key = trader(&world, json!({})).await;
    let path = format!("/keys/{}", key["id"].as_str().unwrap());
    assert_eq!(world.get(world.operator(), &path).await.json().get("last_used"), None);
    assert!(send(&world, &key, 1, Action::Balance, None).await.is_ok());
    assert_eq!(send(&world, &key, 2, Action::Withdraw, None).await.err(), Some(Reason::PermissionMissing));
    let shown = world.get(world.operator(), &path).await.json();
    assert_eq!(shown["last_used"], "2027-01-15T08:00:00.000000Z");
    let calls = world.get(world.operator(), "/history").await.json();
    let refused = &calls["items"][0];
    assert_eq!((&refused["outcome"], &refused["reason"]), (&json!("refused"), &json!("permission-missing")));
    assert_eq!((&refused["nonce"], &refused["detail"]), (&json!("2"), &json!("missing: withdraw-funds")));
    assert_eq!((&refused["actor"], &refused["key"]), (&key["id"], &key["id"]));
    assert_ne!(refused["digest"], json!("0".repeat(64)));
    let filtered = world.get(world.operator(), "/history?outcome=allowed&action=funds.balance").await.json();
    assert_eq!(filtered["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_revoke_counts_what_is_open_and_a_drain_waits_for_it() {
    let world = std::sync::Arc::new(World::new().await);
    let key = trader(&world, json!({})).await;
    let path = |verb: &str| format!("/keys/{}/{verb}", key["id"].as_str().unwrap());
    let open = send(&world, &key, 1, Action::AddOrder, None).await.unwrap();
    let frozen = world.made(world.operator(), &path("step"), json!({"state": "cancel-only"})).await;
    assert_eq!(frozen["open_calls"], 1);
    let (other, revoke) = (world.clone(), path("revoke"));
    let drained =
        tokio::spawn(async move { other.made(other.operator(), &revoke, json!({"drain_secs": 10})).await });
    while world.get(world.operator(), &path("")[..path("").len() - 1]).await.json()["state"] != "revoked" {}
    assert!(!drained.is_finished(), "it waits for the open call");
    let _ = open.close(Outcome::Done, Reason::None, None, Vec::new()).durable().await;
    assert_eq!(drained.await.unwrap()["open_calls"], 0);
    assert_eq!(send(&world, &key, 2, Action::Balance, None).await.err(), Some(Reason::Revoked));
}

#[tokio::test]
async fn a_second_factor_made_over_the_api_is_asked_for() {
    let world = World::new().await;
    let factor = json!({"second_factor": {"kind": "password", "password": "correct horse"}});
    let key = trader(&world, factor).await;
    let tried = [None, Some("wrong horse"), Some("correct horse")];
    let mut reasons = Vec::new();
    for (nonce, otp) in (1..).zip(tried) {
        reasons.push(send(&world, &key, nonce, Action::Balance, otp).await.err());
    }
    assert_eq!(reasons, [Some(Reason::SecondFactorMissing), Some(Reason::SecondFactorWrong), None]);
}

/// What cannot be written down is not done, and not refused either.
#[tokio::test]
async fn a_store_that_takes_nothing_is_said() {
    let world = World::new().await;
    world.authority.lane().close();
    for body in [json!({"name": "new"}), json!({"name": "bot"}), json!({"unknown": 1})] {
        let answer = world.post(world.operator(), "/keys", body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (503, "unavailable"));
    }
    assert_eq!(world.get(world.operator(), "/keys").await.status.as_u16(), 200);
    assert_eq!(world.get(&world.tokens["viewer"], "/tokens").await.code(), "unavailable");
}

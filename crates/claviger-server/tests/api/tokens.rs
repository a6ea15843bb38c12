//! Tokens, accounts, the paper exchange and the master key over the API.

use crate::world::{NOW, World};
use claviger::core::store::Store as _;
use claviger_server::api::master_key::MasterKeyError;
use serde_json::json;
use std::sync::atomic::Ordering::SeqCst;

#[tokio::test]
async fn a_rotated_or_revoked_token_is_not_recognised() {
    let world = World::new().await;
    let made = world.made(world.operator(), "/tokens", json!({"name": "ci", "role": "auditor"})).await;
    let (id, old) = (made["id"].as_str().unwrap(), made["token"].as_str().unwrap());
    assert_eq!(world.get(old, "/account").await.json()["caller"], json!({"token": id, "role": "auditor"}));
    let rotated = world.made(world.operator(), &format!("/tokens/{id}/rotate"), json!({})).await;
    let new = rotated["token"].as_str().unwrap();
    assert_eq!((&rotated["id"], &rotated["revision"]), (&json!(id), &json!(2)));
    assert_eq!(world.get(old, "/account").await.status.as_u16(), 401);
    assert_eq!(world.get(new, "/account").await.status.as_u16(), 200);
    world.made(world.operator(), &format!("/tokens/{id}/revoke"), json!({})).await;
    assert_eq!(world.get(new, "/account").await.status.as_u16(), 401);
    for verb in ["rotate", "revoke"] {
        assert_eq!(
            world.post(world.operator(), &format!("/tokens/{id}/{verb}"), json!({})).await.code(),
            "revoked"
        );
    }
}

/// Whatever is wrong with a token, the answer is the same, to the byte.
#[tokio::test]
async fn every_token_that_does_not_work_is_answered_alike() {
    let world = World::new().await;
    let expiring = json!({"name": "short", "role": "viewer", "expires_at": "2027-01-15T08:00:01Z"});
    let expiring = world.made(world.operator(), "/tokens", expiring).await;
    let expiring = expiring["token"].as_str().unwrap().to_owned();
    assert_eq!(world.get(&expiring, "/account").await.status.as_u16(), 200);
    world.clock.0.store(NOW + 1, SeqCst);
    let mut unknown = world.operator().to_owned();
    unknown.replace_range(20..21, if &unknown[20..21] == "A" { "B" } else { "A" });
    let answers = [
        world.get(&expiring, "/account").await,
        world.get(&unknown, "/account").await,
        world.get("nonsense", "/account").await,
        world.get(&"A".repeat(5000), "/account").await,
    ];
    assert!(answers.iter().all(|answer| answer.status.as_u16() == 401 && answer.text == answers[0].text));
    world.clock.0.store(NOW - 3600, SeqCst);
    assert_eq!(world.get(world.operator(), "/account").await.status.as_u16(), 200);
}

#[tokio::test]
async fn nobody_reaches_above_their_own_role() {
    let world = World::new().await;
    let admin = &world.tokens["admin"];
    let tokens = world.get(admin, "/tokens").await.json();
    let operator =
        tokens["items"].as_array().unwrap().iter().find(|token| token["role"] == "operator").unwrap();
    let id = operator["id"].as_str().unwrap();
    for (path, body) in [
        ("/tokens".to_owned(), json!({"name": "up", "role": "operator"})),
        (format!("/tokens/{id}/rotate"), json!({})),
        (format!("/tokens/{id}/revoke"), json!({})),
    ] {
        assert_eq!(world.post(admin, &path, body).await.code(), "forbidden", "{path}");
    }
    assert_eq!(world.post(admin, "/accounts", json!({"name": "x"})).await.code(), "forbidden");
}

#[tokio::test]
async fn an_account_is_opened_with_its_token_and_paper() {
    let world = World::new().await;
    let made =
        world.made(world.operator(), "/accounts", json!({"name": "Desk 2", "token_name": "boss"})).await;
    let token = made["admin_token"]["token"].as_str().unwrap();
    let own = world.get(token, "/account").await.json();
    assert_eq!(
        (&own["id"], &own["name"], &own["caller"]["role"]),
        (&made["id"], &json!("Desk 2"), &json!("admin"))
    );
    world.made(token, "/paper/deposits", json!({"asset": "USD", "amount": "10"})).await;
    assert_eq!(
        world.post(world.operator(), "/accounts", json!({"name": "desk 2"})).await.code(),
        "name-taken"
    );
    assert!(world.get(token, "/keys").await.json()["items"].as_array().unwrap().is_empty());
}

/// An opening that stopped before its token was written goes on when it is asked for again.
#[tokio::test]
async fn an_interrupted_opening_goes_on() {
    use claviger::core::text::Name;
    use claviger::manage::{Caller, accounts};
    let world = World::new().await;
    let account = world.own.account.parse().unwrap();
    let lost = |mutation| {
        let committed = world.authority.commit_change(mutation);
        async { committed.await.and(Err(claviger::ChangeError::Unavailable)) }
    };
    let name = || Name::parse("Half").unwrap();
    let caller = Caller::system(account);
    assert!(accounts::create(&world.authority, &caller, name(), name(), lost).await.is_err());
    let opened = world.store.accounts(None, 10).unwrap().len();
    let made = world.made(world.operator(), "/accounts", json!({"name": "half"})).await;
    assert_eq!(world.store.accounts(None, 10).unwrap().len(), opened, "no second account");
    assert_eq!(made["name"], "Half");
    assert_eq!(world.post(world.operator(), "/accounts", json!({"name": "half"})).await.code(), "name-taken");
}

#[tokio::test]
async fn paper_funds_and_addresses() {
    let world = World::new().await;
    let deposit =
        world.made(world.operator(), "/paper/deposits", json!({"asset": "xbt", "amount": "0.5"})).await;
    assert_eq!((&deposit["asset"], &deposit["amount"]), (&json!("XBT"), &json!("0.5")));
    let address = json!({"asset": "XBT", "key": "vault", "address": "paper-btc-1"});
    world.made(world.operator(), "/paper/addresses", address.clone()).await;
    let listed = world.get(&world.tokens["viewer"], "/paper/addresses").await.json();
    let saved = &listed["items"][1];
    assert_eq!((&saved["asset"], &saved["key"]), (&json!("XBT"), &json!("vault")));
    assert_eq!((&saved["address"], &saved["verified"]), (&json!("paper-btc-1"), &json!(true)));
    assert_eq!(world.post(world.operator(), "/paper/addresses", address).await.code(), "upstream-refused");
    for amount in ["0", "-1", "1e3", "", ".5", "1.", "+1", " 1", "1_0", "9999999999999999999"] {
        let answer =
            world.post(world.operator(), "/paper/deposits", json!({"asset": "USD", "amount": amount})).await;
        assert_eq!(answer.code(), "invalid", "{amount:?}");
    }
}

#[tokio::test]
async fn addresses_that_cannot_be_read_are_not_an_empty_list() {
    let world = World::new().await;
    world.paper.rereading.store(true, SeqCst);
    let answer = world.get(world.operator(), "/paper/addresses").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (503, "unavailable"));
    world.paper.rereading.store(false, SeqCst);
    let listed = world.get(world.operator(), "/paper/addresses").await;
    assert_eq!((listed.status.as_u16(), listed.json()["items"][0]["key"].clone()), (200, json!("cold")));
}

#[tokio::test]
async fn the_master_key_rotates_without_new_api_keys() {
    let world = World::new().await;
    let generation = world.store.data_keys().unwrap().generation;
    let first = world.made(world.operator(), "/master-key/rotate", json!({})).await;
    let second = world.made(world.operator(), "/master-key/rotate", json!({})).await;
    assert_ne!(first["master_key"], second["master_key"]);
    assert_eq!(world.store.data_keys().unwrap().generation, generation + 2);
    world.made(world.operator(), "/keys", json!({"name": "after"})).await;
}

#[tokio::test]
async fn a_rotation_that_is_refused_leaves_an_entry_and_one_that_took_effect_says_so() {
    let world = World::new().await;
    let (store, log) = (world.store.clone(), || world.entries());
    let generation = || store.data_keys().unwrap().generation;
    let (before, entries) = (generation(), log().len());
    *world.master.fails.lock().await = Some(MasterKeyError::Busy);
    let busy = world.post(world.operator(), "/master-key/rotate", json!({})).await;
    assert_eq!((busy.status.as_u16(), busy.code().as_str()), (409, "busy"));
    assert_eq!((generation(), log().len()), (before, entries + 1), "a refusal leaves one entry");
    *world.master.fails.lock().await = Some(MasterKeyError::Unfinished("/secret/path: full".to_owned()));
    let done = world.post(world.operator(), "/master-key/rotate", json!({})).await;
    assert_eq!((done.status.as_u16(), done.code().as_str()), (500, "unfinished"));
    assert!(!done.text.contains("othing was changed") && !done.text.contains("/secret"), "{}", done.text);
    assert_eq!((generation(), log().len()), (before + 1, entries + 2));
}

#[tokio::test]
async fn a_token_that_works_no_more_leaves_one_trace_per_burst_and_a_stranger_a_count() {
    let world = World::new().await;
    let soon = json!({"name": "soon", "role": "viewer", "expires_at": "2027-01-15T08:01:00Z"});
    let expiring = world.made(world.operator(), "/tokens", soon).await;
    let made = world.made(world.operator(), "/tokens", json!({"name": "ci", "role": "auditor"})).await;
    world
        .made(world.operator(), &format!("/tokens/{}/revoke", made["id"].as_str().unwrap()), json!({}))
        .await;
    world.clock.0.store(NOW + 3600, SeqCst);
    let before = world.entries().len();
    for token in [&made, &made, &made, &expiring].map(|made| made["token"].as_str().unwrap()) {
        assert_eq!(world.get(token, "/keys").await.status.as_u16(), 401);
    }
    let stranger = claviger::core::credential::AdminToken::random(&mut claviger::OsEntropy).unwrap();
    assert_eq!(world.get(&stranger.reveal(), "/keys").await.status.as_u16(), 401);
    assert_eq!(world.get("no token at all", "/keys").await.status.as_u16(), 401);
    assert_eq!(world.authority.stats().unknown_tokens.load(SeqCst), 2);
    assert_eq!(world.entries().len(), before, "nobody waits for these entries");
    world.authority.flush();
    for _ in 0..500 {
        if world.entries().len() >= before + 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let mut told: Vec<String> =
        world.entries()[before..].iter().map(|entry| format!("{:?}", entry.draft)).collect();
    told.sort_by_key(|entry| entry.contains("Expired"));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("Count(3)") && told[0].contains("reason: Revoked"), "{told:?}");
    assert!(told[1].contains("Count(1)") && told[1].contains("Folded"), "{told:?}");
}

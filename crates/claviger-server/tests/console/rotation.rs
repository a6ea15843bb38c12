//! Rotating a key on the console, without script.

use crate::check::good;
use crate::create::hidden;
use crate::history::{event, listen};
use crate::keys::{count, record, seeded};
use crate::seed::{claim, named};
use claviger::core::action::Action;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::core::permission::Permission;
use claviger::core::role::Role;
use claviger::manage::keys::{RotateKey, retire, rotate};
use http::StatusCode;
use serde_json::json;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Instant;

const BOT: &str = "Grid bot BTC/USD";

#[tokio::test]
async fn a_key_is_rotated_and_shown_once() {
    let (world, made) = seeded().await;
    let id = named(&made, BOT);
    let path = format!("/keys/{id}/rotate");
    let page = world.get(Role::Operator, &path).await;
    good(&path, &page);
    let mut fields = hidden(&page);
    fields.push(("overlap".to_owned(), "86400".to_owned()));
    fields.push(("permission".to_owned(), "query-funds".to_owned()));
    let send = async || {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        world.post(Role::Operator, &path, &fields).await
    };
    let done = send().await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    good(&path, &done);
    assert!(done.text.contains("ClavSec1") && done.text.contains("Save the key"));
    assert!(done.text.contains("takes over from") && done.text.contains("(old)"));
    let old = record(&world, id);
    let new = record(&world, old.successor.unwrap());
    assert_eq!((new.name.as_str(), new.predecessor), (BOT, Some(id)));
    assert!(!new.permissions.contains(Permission::ModifyTrades));
    // Sent again, it makes nothing and shows nothing.
    let again = send().await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(count(&world, Action::KeyRotate), 1);
    let list = world.get(Role::Operator, "/rotations").await;
    good("/rotations", &list);
    let ending = list.text.split("id=\"ending\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(ending.contains(&format!("/keys/{id}\"")) && !ending.contains(&new.id.to_string()), "{ending}");
    for key in [id, new.id] {
        let path = format!("/keys/{key}");
        let page = world.get(Role::Operator, &path).await;
        good(&path, &page);
        assert!(page.text.contains("Being rotated") && page.text.contains("Retire the old key now"));
        assert!(page.text.contains("in the last hour"));
        let seen = world.get(Role::Auditor, &path).await;
        assert!(seen.text.contains("Being rotated") && !seen.text.contains("Retire the old key now"));
        assert!(!world.get(Role::Viewer, &path).await.text.contains("Being rotated"));
    }
}

#[tokio::test]
async fn what_cannot_be_is_said_at_its_field() {
    let (world, made) = seeded().await;
    let id = named(&made, BOT);
    let path = format!("/keys/{id}/rotate");
    let page = world.get(Role::Operator, &path).await;
    let mut fields = hidden(&page);
    fields.push(("overlap".to_owned(), "3600".to_owned()));
    let with = async |more: &[(&str, &str)]| {
        let mut all: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        all.extend(more);
        world.post(Role::Operator, &path, &all).await
    };
    for (more, at) in [
        (&[][..], "permissions-wrong"),
        (&[("permission", "withdraw-funds")][..], "permissions-wrong"),
        (&[("permission", "query-funds"), ("recipient", "age1nobody")][..], "recipient-wrong"),
        (&[("permission", "query-funds"), ("passphrase", "short")][..], "passphrase-wrong"),
    ] {
        let page = with(more).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{more:?}");
        good(&path, &page);
        assert!(page.text.contains(at), "{more:?}: {}", page.text);
    }
    assert_eq!(record(&world, id).successor, None);
    let recipient = ("recipient", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
    let page = with(&[("permission", "query-funds"), recipient]).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
    good(&path, &page);
    assert!(page.text.contains("BEGIN AGE ENCRYPTED FILE") && !page.text.contains("ClavSec1"));
}

#[tokio::test]
async fn a_rotation_is_taken_back_or_ended_by_a_press() {
    let (world, made) = seeded().await;
    let id = named(&made, BOT);
    let rotate = async || {
        let path = format!("/keys/{id}/rotate");
        let page = world.get(Role::Operator, &path).await;
        let mut fields = hidden(&page);
        fields.extend(
            [("overlap", "3600"), ("permission", "query-funds")].map(|(a, b)| (a.to_owned(), b.to_owned())),
        );
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(world.post(Role::Operator, &path, &fields).await.status, StatusCode::CREATED);
        record(&world, id).successor.unwrap()
    };
    let first = rotate().await;
    world.stale.store(true, SeqCst);
    let back = format!("/keys/{first}/roll-back");
    assert_eq!(
        world.post(Role::Operator, &back, &[]).await.status,
        StatusCode::FORBIDDEN,
        "a proof is wanted"
    );
    world.stale.store(false, SeqCst);
    assert_eq!(world.post(Role::Operator, &back, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!((record(&world, first).state, record(&world, id).name.as_str()), (KeyState::Revoked, BOT));
    let second = rotate().await;
    world.stale.store(true, SeqCst);
    let done = world.post(Role::Operator, &format!("/keys/{id}/retire"), &[]).await;
    assert_eq!(done.headers["location"], format!("/keys/{second}").as_str(), "narrowing wants no proof");
    assert_eq!(record(&world, id).state, KeyState::Revoked);
    let again = world.post(Role::Operator, &format!("/keys/{id}/retire"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "pressed twice is pressed once");
}

#[tokio::test]
async fn the_traffic_of_both_keys_is_told_as_it_moves_and_until_it_ends() {
    let (world, made) = seeded().await;
    let id = named(&made, BOT);
    let live = |key: KeyId| format!("/keys/{key}/rotation/live");
    let none = listen(&world, Role::Operator, &live(id)).await;
    assert_eq!(none.status(), StatusCode::CONFLICT, "there is no rotation to look at");
    let caller = world.caller(Role::Operator).await;
    let Ok(rotated) = rotate(&world.authority, &caller, id, RotateKey::default()).await else {
        panic!("not rotated")
    };
    let page = world.get(Role::Auditor, &format!("/keys/{id}")).await;
    assert!(page.text.contains(&format!("data-traffic=\"{}\"", live(id))));
    let refused = listen(&world, Role::Viewer, &live(id)).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let answer = listen(&world, Role::Auditor, &live(rotated.successor.id)).await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut body = answer.into_body();
    let first = event(&mut body).await.unwrap();
    assert_eq!(
        (&first["open"], &first["sides"][1]["calls"]),
        (&json!(true), &json!("0 calls in the last hour"))
    );
    let call = claim(&rotated.successor, 2);
    world.authority.lane().submit_call(call, Instant::now()).await.unwrap();
    let next = event(&mut body).await.unwrap();
    assert_eq!(next["sides"][1]["calls"], json!("1 call in the last hour"));
    assert!(next["sides"][1]["sources"][0][0].is_string() && next["sides"][1]["last"]["iso"].is_string());
    retire(&world.authority, &caller, id, None, None).await.unwrap();
    let last = event(&mut body).await.unwrap();
    assert_eq!(last["open"], json!(false));
    assert_eq!(event(&mut body).await, None, "it ends with the rotation");
}

#[tokio::test]
async fn what_is_due_is_listed_and_how_old_keys_may_grow_is_changed() {
    let (world, made) = seeded().await;
    let id = named(&made, "Treasury");
    let page = world.get(Role::Operator, "/rotations").await;
    good("/rotations", &page);
    assert!(
        page.text.contains(&format!("/keys/{id}/rotate")) && page.text.contains(">withdraws<"),
        "{}",
        page.text
    );
    assert!(page.text.contains("name=\"days\" value=\"90\"") && page.text.contains("value=\"30\""));
    let save = async |fields: [&str; 3]| {
        let fields = [("days", fields[0]), ("withdrawing", fields[1]), ("recipient", fields[2])];
        world.post(Role::Operator, "/rotations/policy", &fields).await
    };
    let wrong = save(["3651", "soon", "age1nobody"]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/rotations", &wrong);
    for field in ["days-wrong", "withdrawing-wrong", "recipient-wrong"] {
        assert!(wrong.text.contains(field), "{field}: {}", wrong.text);
    }
    assert_eq!(save(["0", "0", ""]).await.headers["location"], "/rotations");
    assert!(world.get(Role::Operator, "/rotations").await.text.contains("No key is due"));
    assert_eq!(count(&world, Action::RotationPolicyEdit), 1);
    let seen = world.get(Role::Viewer, "/rotations").await;
    good("/rotations", &seen);
    assert!(!seen.text.contains("/rotations/policy") && !seen.text.contains("/rotate\""));
    let fields = [("days", "1"), ("withdrawing", "1"), ("recipient", "")];
    let refused = world.post(Role::KeyManager, "/rotations/policy", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

//! Withdrawal addresses that keys save, and members confirm or remove.

use crate::world::World;
use claviger::core::action::Action;
use claviger::core::reason::Detail;
use claviger_venue::{Asset, Command, NewAddress, Origin, Reply, UpdateAddress};
use serde_json::{Value, json};

/// An address saved by a key; its id.
async fn saved_by_key(world: &World, name: &str) -> String {
    let new = NewAddress {
        origin: Origin::Key,
        by: world.own.key.clone(),
        ..NewAddress::new(Asset::XBT, name, "paper-btc-7")
    };
    match world.paper.of_a_key(&world.own.account, Command::AddAddress(new)).await {
        Reply::AddressAdded { id, .. } => id.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn row(world: &World, id: &str) -> Value {
    let listed = world.get(&world.tokens["viewer"], "/paper/addresses").await.json();
    let rows = listed["items"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_member_confirms_what_a_key_saved() {
    let world = World::new().await;
    let id = saved_by_key(&world, "new").await;
    let waiting = row(&world, &id).await;
    assert_eq!((&waiting["verified"], &waiting["origin"]), (&json!(false), &json!("key")));
    assert_eq!(waiting["by"], world.own.key);
    let confirmed = world.made(world.operator(), &format!("/paper/addresses/{id}/confirm"), json!({})).await;
    assert_eq!((&confirmed["verified"], &confirmed["id"]), (&json!(true), &json!(id)));
    assert_eq!(row(&world, &id).await["verified"], true);
    let entry = world.entries().pop().unwrap();
    let Detail::Change(words) = &entry.draft.detail else { panic!("{entry:?}") };
    assert_eq!(entry.draft.action, Action::AddressConfirm);
    assert_eq!(&**words, "\"new\" for XBT: paper-btc-7, saved by a key");
    // A new name waits again.
    let update = UpdateAddress { id: id.parse().unwrap(), key: Some("newer".into()), description: None };
    world.paper.of_a_key(&world.own.account, Command::UpdateAddress(update)).await;
    let waiting = row(&world, &id).await;
    assert_eq!((&waiting["key"], &waiting["verified"]), (&json!("newer"), &json!(false)));
}

#[tokio::test]
async fn a_member_removes_an_address() {
    let world = World::new().await;
    let id = saved_by_key(&world, "new").await;
    let path = format!("/paper/addresses/{id}/remove");
    assert_eq!(world.made(world.operator(), &path, json!({})).await["key"], "new");
    assert_eq!(row(&world, &id).await, Value::Null);
    assert_eq!(world.entries().pop().unwrap().draft.action, Action::AddressRemove);
    let again = world.post(world.operator(), &path, json!({})).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (404, "not-found"));
}

#[tokio::test]
async fn whether_new_addresses_wait_is_a_setting() {
    let world = World::new().await;
    let viewer = &world.tokens["viewer"];
    assert_eq!(world.get(viewer, "/paper/settings").await.json(), json!({"verify_new_addresses": true}));
    let off = json!({"verify_new_addresses": false});
    assert_eq!(world.patch(world.operator(), "/paper/settings", off.clone()).await.json(), off);
    assert_eq!(world.get(viewer, "/paper/settings").await.json(), off);
    let entry = world.entries().pop().unwrap();
    let Detail::Change(words) = &entry.draft.detail else { panic!("{entry:?}") };
    assert_eq!(
        (entry.draft.action, &**words),
        (Action::PaperSettings, "withdrawal addresses that keys save may be used at once")
    );
    let id = saved_by_key(&world, "at once").await;
    assert_eq!(row(&world, &id).await["verified"], true);
    let other = world.get(&world.stranger, "/paper/settings").await.json();
    assert_eq!(other, json!({"verify_new_addresses": true}), "of one account alone");
    for bad in [json!({}), json!({"verify_new_addresses": 1}), json!({"verify_new_addresses": true, "x": 1})]
    {
        assert_eq!(world.patch(world.operator(), "/paper/settings", bad).await.status.as_u16(), 422);
    }
    assert_eq!(world.get(viewer, "/paper/settings").await.json(), off, "half-wrong bodies change nothing");
}

//! An old key retires by itself once it is quiet and its successor is in use, and not before.

use crate::world::World;
use claviger::core::key::KeyState;
use claviger::core::reason::Reason;
use claviger::core::store::Store as _;
use claviger::manage::keys::{RotateKey, retire_quiet, revoke, rotate};

const DAY: i64 = 86_400;

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_key_retires_once_its_successor_is_in_use() {
    let (mut world, old) = World::new(None).await;
    let id = old.record.id;
    let week = async |node: &_, caller: &_| rotate(node, caller, id, RotateKey::default()).await.map(drop);
    world.ask(0, None, week).await.unwrap();
    let successor = world.store.key(id).unwrap().unwrap().record.successor.unwrap();
    let new = world.held(successor);
    world.call(0, &old).await.unwrap();
    world.pass(DAY + 10);
    assert_eq!(retire_quiet(world.node(0)).await, Ok(0), "nothing uses the successor yet");
    world.call(0, &new).await.unwrap();
    world.call(0, &old).await.unwrap();
    assert_eq!(retire_quiet(world.node(0)).await, Ok(0), "the old one was used a moment ago");
    world.pass(DAY + 10);
    assert_eq!(retire_quiet(world.node(0)).await, Ok(1));
    assert_eq!(world.store.key(id).unwrap().unwrap().record.state, KeyState::Revoked);
    assert_eq!(world.call(0, &old).await, Err(Reason::Retired));
    world.call(0, &new).await.unwrap();
    assert_eq!(retire_quiet(world.node(0)).await, Ok(0), "once");
}

/// Its successor leaked and was revoked: that one took over nothing, and rolling back is still to come.
#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_key_stays_if_its_successor_is_dead() {
    let (mut world, old) = World::new(None).await;
    let id = old.record.id;
    let week = async |node: &_, caller: &_| rotate(node, caller, id, RotateKey::default()).await.map(drop);
    world.ask(0, None, week).await.unwrap();
    let successor = world.store.key(id).unwrap().unwrap().record.successor.unwrap();
    let new = world.held(successor);
    world.call(0, &new).await.unwrap();
    let end = async |node: &_, caller: &_| revoke(node, caller, successor, None).await.map(drop);
    world.ask(0, None, end).await.unwrap();
    world.pass(DAY + 10);
    assert_eq!(retire_quiet(world.node(0)).await, Ok(0));
    world.call(0, &old).await.unwrap();
}

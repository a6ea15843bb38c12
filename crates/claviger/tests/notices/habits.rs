//! What a key never did before is told; what it does all the time is not.

use crate::post::{Desk, PostOffice, inbox};
use crate::world::{World, on_both};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger::core::id::{AccountId, KeyId};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::reason::Detail;
use claviger::core::store::Item;
use claviger::core::text::ClientName;
use claviger::manage::{host_act, keys};
use std::sync::Arc;
use std::time::Duration;

on_both! {
    a_place_not_seen_before_is_told_and_no_other
    new_places_of_one_hour_are_told_together
    a_permission_is_told_at_its_first_use
    a_rate_far_above_its_own_is_told_once_a_day
}

/// A call of the key that went well, or several alike.
async fn called(world: &World, key: KeyId, action: Action, from: &str, client: &str, count: u64) {
    let (outcome, detail) = match count {
        1 => (Outcome::Allowed, Detail::None),
        count => (Outcome::Folded, Detail::Count(count)),
    };
    let note = EntryDraft {
        actor: Actor::Key(key),
        source: Some(from.parse().unwrap()),
        client: ClientName::from_bytes(client.as_bytes()),
        outcome,
        detail,
        ..host_act(AccountId::from_u64(1), action, Target::Account, "")
    };
    world.node.lane().submit(Item::Note(note), usize::MAX).await.unwrap();
    // A step of the task lies between any two.
    tokio::time::sleep(Duration::from_millis(400)).await;
}

async fn said(world: &World, what: &str) -> Vec<String> {
    inbox(world).await.into_iter().filter(|said| said.contains(what)).collect()
}

async fn until_said(world: &World, what: &str, count: usize) {
    for _ in 0..400 {
        if said(world, what).await.len() >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{what}: {:?}", inbox(world).await);
}

async fn a_place_not_seen_before_is_told_and_no_other(mut world: World) {
    let post = Arc::new(PostOffice::default());
    let key = world.key(&world.host(), "bot").await;
    let desk = Desk::open(&world, &post).await;
    called(&world, key, Action::Balance, "192.0.2.1", "ccxt/4.1", 1).await;
    called(&world, key, Action::Balance, "192.0.2.200", "ccxt/4.2", 1).await;
    assert_eq!(
        said(&world, "not seen before").await,
        Vec::<String>::new(),
        "its first place, and the same again"
    );
    called(&world, key, Action::Balance, "198.51.100.1", "ccxt/4.2", 1).await;
    until_said(&world, "not seen before", 1).await;
    desk.close().await;
    // What is known of it is on record: neither place is new after a restart, a third one is.
    world.restart();
    world.clock.step_secs(7_200);
    let desk = Desk::open(&world, &post).await;
    called(&world, key, Action::Balance, "198.51.100.9", "ccxt/4.2", 1).await;
    called(&world, key, Action::Balance, "192.0.2.9", "ccxt/4.2", 1).await;
    assert_eq!(said(&world, "not seen before").await.len(), 1);
    called(&world, key, Action::Balance, "192.0.2.9", "curl/8", 1).await;
    until_said(&world, "not seen before", 2).await;
    desk.close().await;
}

async fn new_places_of_one_hour_are_told_together(world: World) {
    let post = Arc::new(PostOffice::default());
    let key = world.key(&world.host(), "bot").await;
    let desk = Desk::open(&world, &post).await;
    for network in 0..4 {
        called(&world, key, Action::Balance, &format!("203.0.{network}.1"), "ccxt", 1).await;
    }
    until_said(&world, "not seen before", 1).await;
    assert_eq!(said(&world, "not seen before").await.len(), 1);
    world.clock.step_secs(3_601);
    until_said(&world, "not seen before", 2).await;
    desk.close().await;
    let all = said(&world, "not seen before").await;
    assert!(all.iter().any(|said| said.contains("(2 new places)")), "{all:?}");
}

async fn a_permission_is_told_at_its_first_use(world: World) {
    let post = Arc::new(PostOffice::default());
    let key = world.key(&world.host(), "bot").await;
    let both = PermissionSet::of(&[Permission::QueryFunds, Permission::QueryOpenTrades]);
    let edit = keys::EditKey { permissions: Some(both), ..keys::EditKey::default() };
    keys::edit(&world.node, &world.host(), key, edit).await.unwrap();
    let desk = Desk::open(&world, &post).await;
    for action in [Action::Balance, Action::Balance, Action::OpenOrders, Action::OpenOrders, Action::Balance]
    {
        called(&world, key, action, "192.0.2.1", "ccxt", 1).await;
    }
    until_said(&world, "for the first time", 1).await;
    desk.close().await;
    let told = said(&world, "for the first time").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("The key \"bot\" used for the first time: "), "{told:?}");
}

async fn a_rate_far_above_its_own_is_told_once_a_day(world: World) {
    let post = Arc::new(PostOffice::default());
    let key = world.key(&world.host(), "bot").await;
    let desk = Desk::open(&world, &post).await;
    for _ in 0..8 {
        called(&world, key, Action::Balance, "192.0.2.1", "ccxt", 100).await;
        world.clock.step_secs(3_600);
    }
    called(&world, key, Action::Balance, "192.0.2.1", "ccxt", 390).await;
    assert_eq!(said(&world, "far more calls").await, Vec::<String>::new(), "less than four times as many");
    called(&world, key, Action::Balance, "192.0.2.1", "ccxt", 200).await;
    until_said(&world, "far more calls", 1).await;
    called(&world, key, Action::Balance, "192.0.2.1", "ccxt", 9_000).await;
    desk.close().await;
    let told = said(&world, "far more calls").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("590 in this hour, never more than 100"), "{told:?}");
}

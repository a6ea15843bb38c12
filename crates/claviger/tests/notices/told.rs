//! What is told without anything being set up, and what is told together.

use crate::common::{Hand, Safe, generous, make_key, revoke, run as call, start_with};
use crate::post::{Desk, PostOffice, inbox, until};
use crate::world::{World, on_both};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger::core::id::{AccountId, UserId};
use claviger::core::notices::Notice;
use claviger::core::reason::{Detail, Reason};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{Change, Mutation, RecordKind, RecordsOf, Store};
use claviger::manage::{host_act, keys, notices};
use claviger_store::MemoryStore;
use std::sync::Arc;

on_both! {
    a_key_that_expires_is_told_at_each_threshold_once
    a_sign_in_from_a_new_place_is_told_and_the_first_is_not
    a_person_has_read_up_to_where_they_say
    key_managers_find_their_own_keys_alone
}

fn told(store: &dyn Store) -> Vec<String> {
    let found = store.records(RecordKind::Notice, RecordsOf::Kind, None, 1_000).unwrap();
    found.iter().map(|record| Notice::try_from(record).unwrap().event.sentence).collect()
}

async fn a_key_that_expires_is_told_at_each_threshold_once(mut world: World) {
    let post = Arc::new(PostOffice::default());
    let host = world.host();
    let key = world.key(&host, "short").await;
    let day = 86_400;
    let expires = keys::EditKey {
        expires_at: Some(Some(world.node.now().plus_secs(40 * day))),
        ..keys::EditKey::default()
    };
    keys::edit(&world.node, &host, key, expires).await.unwrap();
    let count =
        |world: &World| told(&*world.store).iter().filter(|said| said.contains("expires within")).count();
    for (days, expected) in [(0, 0), (15, 1), (12, 2), (7, 3), (5, 4)] {
        world.clock.step_secs(days * day);
        // Anew each time, since it is looked once a minute; so what was told is on record, not in memory.
        world.restart();
        let desk = Desk::open(&world, &post).await;
        until("being told", || count(&world) >= expected).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        desk.close().await;
        assert_eq!(count(&world), expected, "after {days} more days");
    }
}

async fn signed_in(world: &World, user: UserId, from: &str) {
    let entry = EntryDraft {
        actor: Actor::User(user),
        source: Some(from.parse().unwrap()),
        ..host_act(AccountId::from_u64(1), Action::SessionBegin, Target::Account, "signed in with a password")
    };
    world.node.commit_change(Mutation::new(Change::Records(Vec::new()), entry)).await.unwrap();
}

async fn a_sign_in_from_a_new_place_is_told_and_the_first_is_not(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let ada = world.person("ada", Role::Owner).await.user;
    for from in ["192.0.2.1", "192.0.2.77", "198.51.100.1", "198.51.100.2"] {
        signed_in(&world, ada, from).await;
    }
    world.key(&world.host(), "last").await;
    until("the last one", || told(&*world.store).iter().any(|said| said.contains("last"))).await;
    desk.close().await;
    let new: Vec<String> =
        told(&*world.store).into_iter().filter(|said| said.contains("signed in from a place")).collect();
    assert_eq!(new, ["ada (ada) signed in from a place that was not seen before."]);
}

async fn a_person_has_read_up_to_where_they_say(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let (ada, bo) = (world.person("ada", Role::Owner).await, world.person("bo", Role::Admin).await);
    world.key(&world.host(), "one").await;
    until("the notice", || told(&*world.store).iter().any(|said| said.contains("\"one\""))).await;
    let all = told(&*world.store).len();
    let unread = async |person| notices::unread(&world.node, &world.as_(person)).await.unwrap();
    assert_eq!((unread(ada).await, unread(bo).await), (all, all));
    let newest = notices::list(&world.node, &world.as_(ada), None, 1).await.unwrap().page.items[0].id;
    notices::mark_read(&world.node, &world.as_(ada), newest).await.unwrap();
    assert_eq!((unread(ada).await, unread(bo).await), (0, all));
    world.clock.step_secs(1);
    world.key(&world.host(), "two").await;
    until("the other notice", || told(&*world.store).len() > all).await;
    assert_eq!((unread(ada).await, unread(bo).await), (1, all + 1));
    desk.close().await;
}

async fn key_managers_find_their_own_keys_alone(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let ada = world.person("ada", Role::KeyManager).await;
    world.key(&world.as_(ada), "own").await;
    world.key(&world.host(), "foreign").await;
    until("both", || told(&*world.store).iter().any(|said| said.contains("\"foreign\""))).await;
    let own = notices::list(&world.node, &world.as_(ada), None, 100).await.unwrap();
    desk.close().await;
    let own: Vec<_> = own.page.items.iter().map(|notice| notice.event.sentence.clone()).collect();
    assert!(own.len() == 1 && own[0].contains("\"own\""), "{own:?}");
}

/// A key that is revoked and goes on calling is told at once, and then once an hour however often it calls.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_key_that_is_used_is_told_at_once_and_is_no_flood() {
    let (safe, clock, store) = (Safe::new(), Hand::new(), Arc::new(MemoryStore::new()));
    let node = Arc::new(start_with(store.clone(), &safe, &clock, 0, generous()));
    let key = make_key(&node, &safe, 7, Restrictions::default()).await;
    let post = Arc::new(PostOffice::default());
    let (stop, stopped) = tokio::sync::watch::channel(());
    claviger::notices::prepare(&node, post.clone()).await;
    let desk = tokio::spawn(claviger::notices::run(node.clone(), post.clone(), None, stopped));
    let key = revoke(&node, &safe, &key).await.unwrap();
    let still = |store: &MemoryStore| told(store).iter().filter(|said| said.contains("still used")).count();
    assert_eq!(call(&node, &key, 1, Action::Balance).await, Err(Reason::Revoked));
    until("being told", || still(&store) == 1).await;
    for nonce in 2..60 {
        let _ = call(&node, &key, nonce, Action::Balance).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    assert_eq!(still(&store), 1, "no flood");
    clock.step_secs(3_601);
    until("being told again", || still(&store) == 2).await;
    let last = told(&*store).into_iter().rfind(|said| said.contains("still used")).unwrap();
    assert!(last.contains("58 times"), "{last}");
    drop(stop);
    desk.await.unwrap();
}

/// Refusals of one key are one notice, exact however often the process is restarted in between.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_are_told_together_and_counted_across_restarts() {
    let mut world = World::in_sqlite().await;
    let post = Arc::new(PostOffice::default());
    let key = world.key(&world.host(), "bot").await;
    let desk = Desk::open(&world, &post).await;
    desk.close().await;
    for _ in 0..4 {
        let desk = Desk::open(&world, &post).await;
        for _ in 0..5 {
            let note = EntryDraft {
                actor: Actor::Key(key),
                outcome: Outcome::Refused,
                reason: Reason::PermissionMissing,
                detail: Detail::None,
                ..host_act(AccountId::from_u64(1), Action::Balance, Target::Account, "")
            };
            world.node.lane().submit(claviger::core::store::Item::Note(note), usize::MAX).await.unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        desk.close().await;
        world.restart();
    }
    world.clock.step_secs(61);
    let desk = Desk::open(&world, &post).await;
    until("being told", || told(&*world.store).iter().any(|said| said.contains("were refused"))).await;
    desk.close().await;
    let said = inbox(&world).await;
    let said: Vec<&String> = said.iter().filter(|said| said.contains("were refused")).collect();
    assert_eq!(said, ["Calls of the key \"bot\" were refused, 20 times."]);
}

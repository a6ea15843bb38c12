//! Stores that do not keep what signing in rests on: what the other tests say does not happen, happens.

use crate::common::generous;
use crate::doctored::{Doctored, honest};
use crate::world::{ADA, PASSWORD, World, from, origin};
use claviger::core::store::{Change, Item, RecordKind, RecordWrite, Store as _};
use claviger::core::text::Name;
use claviger::manage::factors::profile;
use claviger::manage::sessions::{self, Given, SignedIn, prove_sign_in};
use claviger_store::MemoryStore;
use std::sync::Arc;

async fn world(item: fn(&MemoryStore, &Item) -> Item) -> World {
    let store = MemoryStore::new();
    let front = Doctored { item, ..honest(store.clone()) };
    World::on(Arc::new(front), store, generous()).await
}

/// Each write of a change of records as `doctor` makes it; none if it is left out.
fn doctored(
    store: &MemoryStore,
    item: &Item,
    doctor: fn(&MemoryStore, RecordWrite) -> Option<RecordWrite>,
) -> Item {
    let mut item = item.clone();
    if let Item::Change(mutation) = &mut item
        && let Change::Records(writes) = &mut mutation.change
    {
        *writes = std::mem::take(writes).into_iter().filter_map(|write| doctor(store, write)).collect();
    }
    item
}

/// A person's record is written whatever it is by then.
fn written_over(store: &MemoryStore, write: RecordWrite) -> Option<RecordWrite> {
    let RecordWrite::Update { mut record, from } = write else { return Some(write) };
    let known = store.record(record.kind, record.id).unwrap();
    let from = known.filter(|_| record.kind == RecordKind::User).map_or(from, |known| known.revision);
    record.revision = record.revision.max(from + 1);
    Some(RecordWrite::Update { record, from })
}

fn not_required(_: &MemoryStore, write: RecordWrite) -> Option<RecordWrite> {
    (!matches!(write, RecordWrite::Require { .. })).then_some(write)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_records_written_over_are_caught() {
    let world = world(|store, item| doctored(store, item, written_over)).await;
    let (_, secret, _) = world.with_totp("ada").await;
    let mut twice = false;
    for _ in 0..10 {
        world.clock.step_secs(30);
        let (one, other) = (world.asked("ada").await, world.asked("ada").await);
        let prove = |ticket: String| {
            let given = Given::Totp(world.code(&secret));
            async { prove_sign_in(&world.node, &{ ticket }, given, &origin(), &from(1)).await }
        };
        let (one, other) = tokio::join!(prove(one.ticket), prove(other.ticket));
        twice |= one.is_ok() && other.is_ok();
    }
    assert!(twice, "one code got nobody in twice: the races prove nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_a_password_that_is_not_required_is_caught() {
    let world = world(|store, item| doctored(store, item, not_required)).await;
    for _ in 0..8 {
        let mut user = world.user(ADA);
        let from = user.revision;
        user.revision += 1;
        let update = vec![RecordWrite::Update { record: user.record().unwrap(), from }];
        let (entered, ()) = tokio::join!(world.sign_in_from("ada", PASSWORD, 1), world.write(update));
        assert!(matches!(entered, Ok(SignedIn::In(_))), "something else keeps it out");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_a_standing_that_is_not_judged_is_caught() {
    let anybody = |_: &MemoryStore, item: &Item| {
        let mut item = item.clone();
        if let Item::Change(mutation) = &mut item {
            mutation.by = None;
        }
        item
    };
    let world = world(anybody).await;
    let (one, other) = (world.enter("ada").await, world.enter("ada").await);
    let (one, other) = (world.signed(&one).await, world.signed(&other).await);
    sessions::end_others(&world.node, &other.caller).await.unwrap();
    assert!(profile::edit(&world.node, &one, Name::parse("Mallory").ok(), None).await.is_ok());
}

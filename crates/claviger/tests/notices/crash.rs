//! The store crashes, or fails, at every write there is between something that happens and its delivery.

use crate::post::{Desk, Letter, PostOffice, hook, is_quiet, until};
use crate::world::{World, on_both};
use claviger::core::entry::Entry;
use claviger::core::notices::{EventId, Level};
use claviger::manage::keys;
use claviger_notify::read::{Reading, read};
use claviger_store::Fault;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

on_both! {
    what_is_on_record_is_told_once_at_least_and_in_order_wherever_it_crashes
    what_was_not_written_is_not_told
    tooth_who_sends_before_the_commit_is_caught
}

const TO: &str = "https://hooks.example.com/a";

/// What has to have come to a channel, by the entries behind the first `skip`.
fn expected(entries: &[Entry], skip: usize) -> Vec<String> {
    let told = |entry: &&Entry| match read(&entry.draft) {
        Some(Reading::Event(kind)) => kind.level() >= Level::Warning,
        _ => false,
    };
    entries[skip..].iter().filter(told).map(|entry| EventId::of(&entry.place).to_string()).collect()
}

/// The letters but for those of the first `skip` entries: that the channel was made may have come to itself.
fn later(world: &World, post: &PostOffice, skip: usize) -> Vec<Letter> {
    let before: Vec<String> =
        world.entries()[..skip].iter().map(|entry| EventId::of(&entry.place).to_string()).collect();
    post.letters(TO).into_iter().filter(|letter| !before.contains(&letter.event)).collect()
}

/// Everything that is on record came, in its order, and nothing else did.
fn judge(expected: &[String], letters: &[Letter]) -> Result<(), String> {
    let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
    for letter in letters {
        if seen.insert(letter.event.clone()) {
            order.push(letter.event.clone());
        }
    }
    if order == expected { Ok(()) } else { Err(format!("expected {expected:?}, came {order:?}")) }
}

/// Two keys made and one revoked, as far as the store lets it happen.
async fn act(world: &World, round: &str) {
    let host = world.host();
    let one = world.key_of(&host, &format!("one {round}"), None).await;
    let _ = world.key_of(&host, &format!("two {round}"), None).await;
    if let Ok(one) = one {
        let _ = keys::revoke(&world.node, &host, one, None).await;
    }
}

/// 3 acts, what follows from them in one to three writes, 3 deliveries.
const WRITES: u64 = 10;

async fn what_is_on_record_is_told_once_at_least_and_in_order_wherever_it_crashes(mut world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let channel = hook(&world, "a", TO).await.channel.id;
    desk.close().await;
    let begun = world.entries().len();
    for stop_at in 1..=WRITES {
        for written in [false, true] {
            let desk = Desk::open(&world, &post).await;
            world.store.faults().at(stop_at, Fault::Crash { written });
            act(&world, &format!("{stop_at}{written}")).await;
            tokio::time::sleep(Duration::from_millis(400)).await;
            desk.close().await;
            world.restart();
        }
    }
    let desk = Desk::open(&world, &post).await;
    let wanted = expected(&world.entries(), begun);
    assert!(wanted.len() > 20, "{}", wanted.len());
    until("everything delivered", || {
        is_quiet(&world, channel, 1) && post.letters(TO).iter().any(|one| wanted.last() == Some(&one.event))
    })
    .await;
    desk.close().await;
    judge(&wanted, &later(&world, &post, begun)).unwrap();
}

async fn what_was_not_written_is_not_told(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let channel = hook(&world, "a", TO).await.channel.id;
    let begun = world.entries().len();
    world.store.faults().next(Fault::NotCommitted);
    assert!(world.key_of(&world.host(), "never", None).await.is_err());
    world.healthy().await;
    world.key(&world.host(), "there").await;
    let wanted = expected(&world.entries(), begun);
    until("the delivery", || {
        is_quiet(&world, channel, 1) && post.letters(TO).iter().any(|one| wanted.last() == Some(&one.event))
    })
    .await;
    desk.close().await;
    judge(&wanted, &later(&world, &post, begun)).unwrap();
}

/// Somebody who tells of a key before its change was settled.
async fn tooth_who_sends_before_the_commit_is_caught(world: World) {
    let begun = world.entries().len();
    let mut letters = Vec::new();
    for (name, fails) in [("never", true), ("there", false)] {
        if fails {
            world.store.faults().next(Fault::NotCommitted);
        }
        let event = format!("evt_0-1-{}", world.entries().len());
        letters.push(Letter { to: TO.into(), event, headers: Default::default(), body: name.into() });
        letters.push(Letter { event: name.to_owned(), ..letters[0].clone() });
        let made = world.key_of(&world.host(), name, None).await;
        assert_eq!(made.is_err(), fails);
        world.healthy().await;
    }
    assert!(judge(&expected(&world.entries(), begun), &letters).is_err());
}

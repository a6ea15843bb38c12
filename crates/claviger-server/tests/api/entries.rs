//! P3: every operation that changes something leaves exactly one entry, carried out or refused;
//! driven from the document, so that a new operation without a case fails.

use crate::requests::{Operation, bad_body, operations, path, prepare, send_good};
use crate::world::World;
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Entry, Outcome};
use claviger::core::reason::Detail;
use std::collections::BTreeMap;

/// Operations that leave another number of entries when they are carried out, and why.
const EXCEPTIONS: &str = include_str!("exceptions.txt");

fn expected(id: &str) -> usize {
    let lines = EXCEPTIONS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let counts: BTreeMap<&str, usize> = lines
        .map(|line| {
            let mut words = line.split_whitespace();
            (words.next().unwrap(), words.next().unwrap().parse().unwrap())
        })
        .collect();
    counts.get(id).copied().unwrap_or(1)
}

/// What a request left in the log.
async fn left(world: &World, send: impl Future) -> Vec<Entry> {
    let before = world.entries().len();
    send.await;
    world.entries().split_off(before)
}

async fn refused(world: &World, operation: &Operation) {
    let body = bad_body(&operation.id).map(|body| body.to_string());
    let path = path(operation, &world.own);
    let answer = world.send(operation.method.clone(), &path, Some(world.operator()), body).await;
    assert!(answer.status.is_client_error(), "{}: {} {}", operation.id, answer.status, answer.text);
}

fn assert_refusal(operation: &Operation, entries: &[Entry]) {
    let [entry] = entries else { panic!("{}: {entries:?}", operation.id) };
    assert_eq!((entry.draft.action, entry.draft.outcome), (Action::AdminRefused, Outcome::Refused));
    let Detail::Change(words) = &entry.draft.detail else { panic!("{entry:?}") };
    assert!(words.starts_with(&operation.id), "{words}");
}

#[tokio::test]
async fn what_is_carried_out_leaves_one_entry() {
    for operation in operations() {
        let world = World::new().await;
        prepare(&world, &operation).await;
        let entries = left(&world, async {
            let answer = send_good(&world, &operation, &world.own, Some(world.operator())).await;
            assert!(answer.status.is_success(), "{}: {}", operation.id, answer.text);
        });
        let entries = entries.await;
        let wanted = if operation.mutates() { expected(&operation.id) } else { 0 };
        assert_eq!(entries.len(), wanted, "{}: {entries:?}", operation.id);
        for entry in &entries {
            assert_eq!(entry.draft.outcome, Outcome::Changed, "{}", operation.id);
            assert!(matches!(entry.draft.actor, Actor::Token(_)), "{}", operation.id);
            assert_eq!(entry.draft.source, Some("198.51.100.9".parse().unwrap()));
            assert_eq!(entry.draft.client.as_str(), "api-test");
            assert!(matches!(&entry.draft.detail, Detail::Change(words) if !words.is_empty()), "{entry:?}");
        }
    }
}

#[tokio::test]
async fn what_is_refused_leaves_one_entry() {
    for operation in operations().iter().filter(|operation| operation.mutates()) {
        let world = World::new().await;
        assert_refusal(operation, &left(&world, refused(&world, operation)).await);
    }
}

#[tokio::test]
async fn what_a_role_may_not_do_leaves_one_entry() {
    let world = World::new().await;
    for operation in operations() {
        let entries = left(&world, async {
            let viewer = &world.tokens["viewer"];
            send_good(&world, &operation, &world.own, Some(viewer)).await.status.as_u16()
        });
        match entries.await.as_slice() {
            [] => assert!(!operation.mutates(), "{} changes something", operation.id),
            refusal => assert_refusal(&operation, refusal),
        }
    }
}

#[tokio::test]
async fn a_foreign_id_leaves_one_entry_in_ones_own_account() {
    let world = World::new().await;
    for operation in operations().iter().filter(|operation| operation.has_id()) {
        let entries =
            left(&world, send_good(&world, operation, &world.foreign, Some(world.operator()))).await;
        assert_refusal(operation, &entries);
        assert_eq!(entries[0].draft.account.to_string(), world.own.account);
        assert_eq!(entries[0].draft.key(), None, "a key of others is not named as if it were known");
    }
}

/// The tooth: an operation that answers without having written is caught by the same count.
#[tokio::test]
async fn tooth_an_answer_without_an_entry_is_caught() {
    use axum::middleware::{Next, from_fn};
    let mut world = World::new().await;
    let early = |request: axum::extract::Request, next: Next| async move {
        if request.uri().path().ends_with("/step") {
            return axum::response::Response::new("{}".into());
        }
        next.run(request).await
    };
    world.router = world.router.clone().layer(from_fn(early));
    let step = operations().into_iter().find(|operation| operation.id == "key.step").unwrap();
    let entries = left(&world, send_good(&world, &step, &world.own, Some(world.operator()))).await;
    assert_ne!(entries.len(), expected("key.step"));
}

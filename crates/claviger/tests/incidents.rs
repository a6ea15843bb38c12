//! After a leak, on one node: what a key did and from where, how far the answer is, and a report that is on record.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::{Outcome, Target};
use claviger::core::id::{AccountId, KeyId};
use claviger::core::key::KeyState;
use claviger::core::key::incident::{Novelty, Origin, SinceError};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::reason::{Detail, Reason};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::time::Timestamp;
use claviger::manage::incidents::{self, Holding, Incident, Stopping};
use claviger::manage::keys::{self, Stop, Which};
use claviger::manage::{Caller, ManageError, Operation, Thing};
use claviger_store::MemoryStore;
use common::*;
use std::sync::Arc;

struct World {
    store: Arc<MemoryStore>,
    safe: Safe,
    clock: Hand,
    node: Authority,
    host: Caller,
}

fn world() -> World {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start(store.clone(), &safe, &clock, 0);
    World { store, safe, clock, node, host: Caller::system(AccountId::from_u64(1)) }
}

impl World {
    async fn key(&self, number: u64) -> Held {
        make_key(&self.node, &self.safe, number, Restrictions::default()).await
    }

    async fn show(&self, key: KeyId, since: Option<Timestamp>) -> Result<Incident, ManageError> {
        incidents::show(&self.node, &self.host, key, since).await
    }

    async fn stop(&self, key: &Held, to: KeyState) {
        let asked = Stop { which: Which::Named(vec![key.record.id]), to, drain: None };
        keys::stop(&self.node, &self.host, asked, None).await.unwrap();
    }

    fn entries(&self, action: Action) -> Vec<claviger::core::entry::Entry> {
        let all = all_entries(&*self.store, 0);
        all.into_iter().filter(|entry| entry.draft.action == action).collect()
    }
}

/// Used from home, then, after the moment that is given, from home and by a thief.
async fn leaked(world: &World) -> (Held, Timestamp) {
    let key = world.key(1).await;
    world.clock.step_secs(10);
    drop(send_from(&world.node, &key, 1, Action::Balance, "192.0.2.1", None).await.unwrap());
    world.clock.step_secs(10);
    let moment = world.node.now();
    world.clock.step_secs(10);
    drop(send_from(&world.node, &key, 2, Action::Balance, "192.0.2.1", None).await.unwrap());
    let order = send_from(&world.node, &key, 3, Action::AddOrder, "198.51.100.7", None).await.unwrap();
    order.close(Outcome::Done, Reason::None, None, Vec::new()).durable().await.unwrap();
    assert_eq!(run(&world.node, &key, 4, Action::Withdraw).await, Err(Reason::PermissionMissing));
    (key, moment)
}

#[tokio::test]
async fn what_it_did_since_is_told_by_address_and_by_action() {
    let world = world();
    let (key, moment) = leaked(&world).await;
    let seen = world.show(key.record.id, Some(moment)).await.unwrap();
    assert_eq!((seen.since.at, seen.since.origin), (moment, Origin::Given));
    let first = seen.sources.first().unwrap();
    assert_eq!((first.source.unwrap().to_string(), first.novelty), ("198.51.100.7".to_owned(), Novelty::New));
    let known = seen.sources.iter().find(|one| one.source.unwrap().to_string() == "192.0.2.1").unwrap();
    assert_eq!(known.novelty, Novelty::Known);
    let order = seen.traced.actions[&Action::AddOrder];
    assert_eq!((order.allowed.unwrap().calls, order.done), (1, 1));
    assert_eq!(seen.traced.refused[&Reason::PermissionMissing].calls, 1);
    assert_eq!(
        seen.least,
        Some(PermissionSet::of(&[Permission::QueryFunds])),
        "what a thief did widens nothing"
    );
    assert_eq!((seen.stopping, seen.stopped_at), (Stopping::Works, None));
    assert_eq!((&seen.holding, seen.cut_at), (&Holding::Account, None));
}

#[tokio::test]
async fn the_moment_is_told_and_never_one_that_cannot_be() {
    let world = world();
    let (key, _) = leaked(&world).await;
    let id = key.record.id;
    assert_eq!(world.show(id, None).await.unwrap().since.origin, Origin::Creation);
    let before = Some(key.record.created_at.plus_secs(-60));
    let clamped = world.show(id, before).await.unwrap().since;
    assert_eq!((clamped.at, clamped.origin), (key.record.created_at, Origin::BeforeCreation));
    let ahead = Some(world.node.now().plus_secs(60));
    assert_eq!(world.show(id, ahead).await.unwrap_err(), ManageError::Since(SinceError::Future));
    let nowhere = world.show(KeyId::from_u64(99), None).await.unwrap_err();
    assert_eq!(nowhere, ManageError::NotFound(Thing::Key));
}

#[tokio::test]
async fn how_far_the_answer_is_follows_what_is_so() {
    let world = world();
    let (key, moment) = leaked(&world).await;
    let id = key.record.id;
    let beside = world.key(2).await;
    world.clock.step_secs(10);
    world.stop(&key, KeyState::CancelOnly).await;
    assert_eq!(world.show(id, Some(moment)).await.unwrap().stopping, Stopping::SteppedDown);
    world.clock.step_secs(10);
    world.stop(&key, KeyState::Revoked).await;
    let seen = world.show(id, Some(moment)).await.unwrap();
    assert_eq!((seen.stopping, seen.stopped_at), (Stopping::Ended, Some(world.node.now())));
    let others: Vec<KeyId> = seen.others.iter().map(|other| other.record.id).collect();
    assert_eq!((others, seen.replacements.len()), (vec![beside.record.id], 0));
    assert!(
        seen.others[0].anywhere && seen.others[0].takes.len() == 1,
        "it would take the thief's calls, too"
    );
    // Again: it stays as it is, and what was told is told again.
    world.stop(&key, KeyState::Revoked).await;
    world.clock.step_secs(10);
    let next = world.key(3).await;
    let seen = world.show(id, Some(moment)).await.unwrap();
    let made: Vec<KeyId> = seen.replacements.iter().map(|other| other.record.id).collect();
    assert_eq!((made, seen.stopping), (vec![next.record.id], Stopping::Ended));
    assert!(seen.acts.iter().any(|act| act.draft.action == Action::KeyRevoke));
}

#[tokio::test]
async fn a_report_is_on_record_with_its_digest_and_an_auditor_makes_one() {
    let world = world();
    let (key, moment) = leaked(&world).await;
    let auditor = Caller { role: Role::Auditor, ..world.host.clone() };
    let tell = |incident: Incident| async move { Ok(incident.traced.allowed().unwrap().calls) };
    let write = |calls: &u64| format!("{calls} calls");
    let id = key.record.id;
    let made = incidents::report(&world.node, &auditor, id, Some(moment), tell, write).await.unwrap();
    assert_eq!(made.text, "2 calls");
    let entries = world.entries(Action::IncidentReport);
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!(entry.draft.target, Target::Key(id));
    let Detail::Change(words) = &entry.draft.detail else { panic!("{entry:?}") };
    assert!(made.sha256.len() == 64 && words.contains(&made.sha256), "{words}");
    let viewer = Caller { role: Role::Viewer, ..world.host.clone() };
    let refused = incidents::show(&world.node, &viewer, id, None).await.unwrap_err();
    assert_eq!(refused, ManageError::Forbidden { role: Role::Viewer, operation: Operation::IncidentShow });
    assert!(incidents::report(&world.node, &viewer, id, None, tell, write).await.is_err());
    assert_eq!(world.entries(Action::IncidentReport).len(), 1);
}

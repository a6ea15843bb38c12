//! Reviewing keys on one node: what was used, what would have been refused, signing off, taking back, and keys nobody uses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::allowlist::Allowlist;
use claviger::core::decide::rules::Thought;
use claviger::core::entry::{Actor, Outcome};
use claviger::core::id::{AccountId, TokenId, UserId};
use claviger::core::key::KeyState;
use claviger::core::key::review::{Decided, UndoError};
use claviger::core::nonce::interleaved::Shared;
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::store::{Standing, Store};
use claviger::core::text::Description;
use claviger::manage::reviews::{self, EditPolicy, SignOff, Tried, Verdict};
use claviger::manage::{Caller, ManageError, keys};
use claviger_store::MemoryStore;
use common::*;
use std::sync::Arc;

const DAY: i64 = 86_400;

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

    fn entries(&self) -> usize {
        all_entries(&*self.store, 0).len()
    }

    async fn sign(&self, key: &Held, verdict: Verdict) -> Result<reviews::SignedKey, ManageError> {
        let note = Description::parse("as agreed").unwrap();
        let asked = SignOff { from: None, verdict, note, undo_days: 7 };
        reviews::sign_off(&self.node, &self.host, key.record.id, &asked).await
    }
}

fn only(permissions: &[Permission]) -> Option<PermissionSet> {
    Some(PermissionSet::of(permissions))
}

async fn used(world: &World, key: &Held) {
    for (nonce, action, source) in [
        (1, Action::Balance, "192.0.2.1"),
        (2, Action::AddOrder, "192.0.2.1"),
        (3, Action::Balance, "198.51.100.7"),
    ] {
        let admitted = send_from(&world.node, key, nonce, action, source, None).await.unwrap();
        if action.mutates() {
            admitted.close(Outcome::Done, Reason::None, None, Vec::new()).durable().await.unwrap();
        }
    }
    assert_eq!(run(&world.node, key, 4, Action::Withdraw).await, Err(Reason::PermissionMissing));
}

#[tokio::test]
async fn what_was_used_is_told_and_the_least_that_is_enough_refuses_nothing() {
    let world = world();
    let key = world.key(1).await;
    used(&world, &key).await;
    let seen = reviews::show(&world.node, &world.host, key.record.id, None).await.unwrap();
    assert_eq!(seen.used.allowed().unwrap().calls, 3);
    assert_eq!(seen.used.refusals().unwrap().calls, 1);
    let kept = PermissionSet::of(&[Permission::QueryFunds, Permission::ModifyTrades]);
    assert_eq!(seen.proposal.permissions, kept);
    assert_eq!(seen.proposal.allowlist.as_ref().unwrap().to_texts(), ["192.0.2.1", "198.51.100.7"]);
    let never: Vec<Permission> =
        seen.permissions.iter().filter(|one| one.used.is_none()).map(|one| one.permission).collect();
    assert_eq!(never, [Permission::QueryLedger]);

    let before = world.entries();
    let tried = Tried { permissions: Some(kept), allowlist: seen.proposal.allowlist, ..Tried::default() };
    let ran = reviews::dry_run(&world.node, &world.host, key.record.id, &tried, None).await.unwrap();
    assert_eq!((ran.told.calls, ran.told.would_refuse), (3, 0));
    let tried = Tried { permissions: only(&[Permission::QueryFunds]), ..Tried::default() };
    let ran = reviews::dry_run(&world.node, &world.host, key.record.id, &tried, None).await.unwrap();
    assert_eq!(ran.told.words(), "would have refused 1 of 3 calls");
    assert_eq!(
        (ran.told.lines[0].action, ran.told.lines[0].reason),
        (Action::AddOrder, Reason::PermissionMissing)
    );
    let frozen = Tried { state: Some(KeyState::Frozen), ..Tried::default() };
    let ran = reviews::dry_run(&world.node, &world.host, key.record.id, &frozen, None).await.unwrap();
    assert_eq!(ran.told.would_refuse, 3);
    assert_eq!(world.entries(), before, "looking leaves nothing behind");

    world.clock.step_secs(91 * DAY);
    let seen = reviews::show(&world.node, &world.host, key.record.id, None).await.unwrap();
    assert_eq!((seen.used.allowed(), seen.proposal.permissions), (None, PermissionSet::NONE));
}

#[tokio::test]
async fn a_narrowing_is_one_entry_holds_at_once_and_is_put_back_in_one_step() {
    let world = world();
    let key = world.key(1).await;
    used(&world, &key).await;
    let before = world.entries();
    let list = Allowlist::parse(["192.0.2.1"]).unwrap();
    let narrow = Verdict::Narrow { permissions: only(&[Permission::QueryFunds]), allowlist: Some(list) };
    let signed = world.sign(&key, narrow).await.unwrap();
    assert_eq!(world.entries(), before + 1);
    assert_eq!((signed.review.decided, signed.review.by), (Decided::Narrow, None));
    assert_eq!(run(&world.node, &key, 10, Action::AddOrder).await, Err(Reason::PermissionMissing));
    let elsewhere = send_from(&world.node, &key, 11, Action::Balance, "198.51.100.7", None).await;
    assert_eq!(elsewhere.err().unwrap().denial.reason, Reason::SourceNotAllowed);

    let unproven = Caller { proven: false, ..world.host.clone() };
    let refused = reviews::undo(&world.node, &unproven, key.record.id).await;
    assert_eq!(refused, Err(ManageError::ProofWanted));
    let before = world.entries();
    let back = reviews::undo(&world.node, &world.host, key.record.id).await.unwrap();
    assert_eq!(world.entries(), before + 1);
    assert_eq!(back.key.record.permissions, key.record.permissions);
    assert_eq!(back.key.record.restrictions, key.record.restrictions);
    assert_eq!(run(&world.node, &key, 12, Action::AddOrder).await, Ok(()));
    let again = reviews::undo(&world.node, &world.host, key.record.id).await;
    assert_eq!(again, Err(ManageError::Undo(UndoError::Nothing)));
}

#[tokio::test]
async fn nothing_is_put_back_on_a_key_that_was_changed_since_or_after_the_window() {
    let world = world();
    let narrow = || Verdict::Narrow { permissions: only(&[Permission::QueryFunds]), allowlist: None };
    let key = world.key(1).await;
    world.sign(&key, narrow()).await.unwrap();
    keys::step(&world.node, &world.host, key.record.id, KeyState::ReadOnly, None).await.unwrap();
    let refused = reviews::undo(&world.node, &world.host, key.record.id).await;
    assert_eq!(refused, Err(ManageError::Undo(UndoError::ChangedSince)));

    let late = world.key(2).await;
    world.sign(&late, narrow()).await.unwrap();
    world.clock.step_secs(7 * DAY);
    let refused = reviews::undo(&world.node, &world.host, late.record.id).await;
    assert!(matches!(refused, Err(ManageError::Undo(UndoError::Over(_)))), "{refused:?}");
}

#[tokio::test]
async fn a_review_takes_away_and_gives_nothing() {
    let world = world();
    let key = world.key(1).await;
    let wider = key.record.permissions.iter().chain([Permission::WithdrawFunds]).collect();
    let widen = Verdict::Narrow { permissions: Some(wider), allowlist: None };
    assert_eq!(world.sign(&key, widen).await, Err(ManageError::NotNarrower));
    let stale = SignOff {
        from: Some(9),
        verdict: Verdict::Keep,
        note: Description::parse("").unwrap(),
        undo_days: 7,
    };
    let refused = reviews::sign_off(&world.node, &world.host, key.record.id, &stale).await;
    assert_eq!(refused, Err(ManageError::Changed));
    let revoked = world.sign(&key, Verdict::Revoke).await.unwrap();
    assert_eq!(revoked.key.record.state, KeyState::Revoked);
    assert!(world.sign(&key, Verdict::Keep).await.is_err());
}

#[tokio::test]
async fn keys_fall_due_and_a_sign_off_puts_that_off() {
    let world = world();
    let (one, other) = (world.key(1).await, world.key(2).await);
    world.clock.step_secs(91 * DAY);
    let due = reviews::list(&world.node, &world.host, true, 0, 50).await.unwrap();
    assert_eq!((due.keys.len(), due.overdue), (2, 2));
    let before = world.entries();
    world.sign(&one, Verdict::Keep).await.unwrap();
    assert_eq!(world.entries(), before + 1);
    let due = reviews::list(&world.node, &world.host, true, 0, 50).await.unwrap();
    assert_eq!(due.keys.iter().map(|key| key.record.id).collect::<Vec<_>>(), [other.record.id]);
    let all = reviews::list(&world.node, &world.host, false, 1, 50).await.unwrap();
    assert_eq!(all.keys[0].record.id, one.record.id, "those due first are at the top");
    let yearly = EditPolicy { every_days: Some(365), ..EditPolicy::default() };
    reviews::edit_policy(&world.node, &world.host, yearly).await.unwrap();
    let due = reviews::list(&world.node, &world.host, true, 0, 50).await.unwrap();
    assert_eq!(due.overdue, 0);
}

#[tokio::test]
async fn a_key_nobody_uses_is_frozen_by_the_system_when_its_account_wants_that() {
    let world = world();
    let (idle, busy) = (world.key(1).await, world.key(2).await);
    world.clock.step_secs(31 * DAY);
    assert_eq!(reviews::freeze_dormant(&world.node).await, Ok(0), "nobody asked for it");
    let freeze = EditPolicy { freeze_days: Some(Some(30)), ..EditPolicy::default() };
    reviews::edit_policy(&world.node, &world.host, freeze).await.unwrap();
    run(&world.node, &busy, 1, Action::Balance).await.unwrap();
    assert_eq!(reviews::freeze_dormant(&world.node).await, Ok(1));
    let state = |key: &Held| world.store.key(key.record.id).unwrap().unwrap().record.state;
    assert_eq!((state(&idle), state(&busy)), (KeyState::Frozen, KeyState::Active));
    let last = all_entries(&*world.store, 0).pop().unwrap().draft;
    assert_eq!((last.actor, last.action), (Actor::System, Action::KeyDormant));
    assert_eq!(run(&world.node, &idle, 1, Action::Balance).await, Err(Reason::Frozen));

    keys::step(&world.node, &world.host, idle.record.id, KeyState::Active, None).await.unwrap();
    assert_eq!(reviews::freeze_dormant(&world.node).await, Ok(0), "whoever steps it up means it");
}

/// A call that was refused, but for a good signature, is a use: whoever made it holds the key.
#[tokio::test]
async fn a_key_that_is_refused_every_call_is_in_use() {
    let world = world();
    let key = world.key(1).await;
    world.clock.step_secs(29 * DAY);
    assert_eq!(run(&world.node, &key, 1, Action::Withdraw).await, Err(Reason::PermissionMissing));
    let freeze = EditPolicy { freeze_days: Some(Some(30)), ..EditPolicy::default() };
    reviews::edit_policy(&world.node, &world.host, freeze).await.unwrap();
    world.clock.step_secs(2 * DAY);
    assert_eq!(reviews::freeze_dormant(&world.node).await, Ok(0));
}

#[tokio::test]
async fn a_key_is_told_where_it_stands_and_what_it_may_do() {
    let world = world();
    let key = world.key(1).await;
    for nonce in 1..20u64 {
        let (high, low) = (1_000 * nonce, nonce);
        run(&world.node, &key, high, Action::Balance).await.unwrap();
        let _ = run(&world.node, &key, low, Action::Balance).await;
    }
    let standing = world.node.standing(key.record.id, 19_000).await.unwrap().unwrap();
    assert_eq!((standing.info.nonce, standing.needed), (19_000, 19_001));
    assert_eq!(standing.shared, Some(Shared::Sequences));
    assert_eq!(standing.clock, None);
    let thought = |action| Thought::of(action, Some("192.0.2.1".parse().unwrap()));
    assert_eq!(standing.would_allow(&thought(Action::AddOrder)), Ok(()));
    let denial = standing.would_allow(&thought(Action::Withdraw)).unwrap_err();
    assert_eq!(denial.to_string(), "permission-missing; missing: withdraw-funds");
    let asked = keys::ask(&world.node, &world.host, key.record.id, &thought(Action::Withdraw)).await.unwrap();
    assert_eq!(asked.denial, Some(denial));
}

/// Whoever a key belonged to, and whoever reviewed it, may be gone: a review of it works, and stays on record.
#[tokio::test]
async fn a_key_whose_member_vanished_is_reviewed_like_any_other() {
    let world = world();
    let key = world.key(1).await;
    let mut lost = key.record.clone();
    (lost.member, lost.revision) = (Some(UserId::from_u64(77)), lost.revision + 1);
    let key = update(&world.node, &world.safe, &key, lost, Action::KeyEdit).await.unwrap();
    let gone = Standing::Token { token: TokenId::from_u64(5), revision: 1 };
    let signed = world.sign(&key, Verdict::Keep).await.unwrap();
    assert_eq!(
        (signed.review.decided, signed.key.record.member),
        (Decided::Keep, Some(UserId::from_u64(77)))
    );
    let caller = Caller { by: Some(gone), ..world.host.clone() };
    let note = Description::parse("").unwrap();
    let asked = SignOff { from: None, verdict: Verdict::Keep, note, undo_days: 7 };
    let refused = reviews::sign_off(&world.node, &caller, key.record.id, &asked).await;
    assert_eq!(refused, Err(ManageError::CallerGone), "but nobody who is gone reviews");
    let all = reviews::list(&world.node, &world.host, false, 0, 50).await.unwrap();
    assert_eq!(all.keys[0].last.as_ref().unwrap().by, None);
}

//! Two keys at a time: who wins, and what goes over from the one to the other.

use crate::common::{make_key, send_from};
use crate::world::World;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::{AccountId, KeyId, UserId};
use claviger::core::key::life::{Edit, LifeError, edit};
use claviger::core::otp::SecondFactorKind;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::store::{Change, KeyFilter, KeyRow, Mutation, Store as _, Which};
use claviger::manage::history::{HistoryFilter, list};
use claviger::manage::keys::{RotateKey, find_rotation, roll_back, rotate};
use claviger::manage::{Caller, ManageError, Operation, Reach, host_act};

/// On two nodes, by what each has of the key.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_rotations_at_once_one_is_made_and_the_other_told_so() {
    let (world, old) = World::new(None).await;
    let (caller, id) = (world.caller(), old.record.id);
    let ask = |n: usize| rotate(world.node(n), caller, id, RotateKey::default());
    let (one, two) = tokio::join!(ask(0), ask(1));
    let refused = match (one, two) {
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
        (one, two) => panic!("made: {} and {}", one.is_ok(), two.is_ok()),
    };
    assert_eq!(refused, ManageError::Life(LifeError::BeingReplaced));
    let all = world.store.keys(AccountId::from_u64(1), &KeyFilter::default(), None, 9).unwrap();
    assert_eq!(all.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_factor_goes_over_to_the_successor() {
    let (world, _) = World::new(None).await;
    let guarded = Restrictions { second_factor: Some(SecondFactorKind::Password), ..Restrictions::default() };
    let old = make_key(world.node(0), world.safe(), 2, guarded).await;
    let rotated = rotate(world.node(0), world.caller(), old.record.id, RotateKey::default()).await;
    let Ok(rotated) = rotated else { panic!("not rotated") };
    let new = world.held(rotated.successor.id);
    let call = |nonce, otp| send_from(world.node(1), &new, nonce, Action::Balance, "192.0.2.1", otp);
    let refused = call(1, None).await.map(drop).map_err(|refusal| refusal.denial.reason);
    assert_eq!(refused, Err(Reason::SecondFactorMissing));
    assert!(call(2, Some(b"swordfish")).await.is_ok());
}

/// A key manager who was handed one key of a pair neither sees nor ends the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_nobodys_who_reaches_one_of_it() {
    let (world, old) = World::new(None).await;
    let (node, id) = (world.node(0), old.record.id);
    let Ok(rotated) = rotate(node, world.caller(), id, RotateKey::default()).await else {
        panic!("no rotation")
    };
    give(&world, rotated.successor.id, UserId::from_u64(7)).await;
    let ada = Caller { reach: Reach::Own(UserId::from_u64(7)), ..world.caller().clone() };
    assert!(find_rotation(node, &ada, rotated.successor.id).await.is_ok_and(|found| found.is_none()));
    let refused = roll_back(node, &ada, rotated.successor.id, None).await;
    assert_eq!(refused.err(), Some(ManageError::Life(LifeError::NotReplaced)));
}

/// Hands a key over, without asking whether its new owner is a member.
async fn give(world: &World, id: KeyId, user: UserId) {
    let row = world.store.key(id).unwrap().unwrap();
    let (from, now) = (row.record.revision, world.node(0).now());
    let record = edit(&row.record, Edit { member: Some(Some(user)), ..Edit::default() }, now).unwrap();
    let entry = host_act(record.account, Action::KeyHandOver, Target::Key(id), "by the test");
    let change = Change::UpdateKey { row: Box::new(KeyRow { record, ..row }), from };
    world.node(0).commit_change(Mutation::new(change, entry)).await.unwrap();
}

/// Whoever looks at one key of a pair finds the rotation there, however it was asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_stands_in_the_histories_of_both_keys() {
    let (world, old) = World::new(None).await;
    let (node, caller, id) = (world.node(0), world.caller(), old.record.id);
    let Ok(rotated) = rotate(node, caller, id, RotateKey::default()).await else { panic!("no rotation") };
    let new = rotated.successor.id;
    assert!(roll_back(node, caller, new, None).await.is_ok());
    for key in [id, new] {
        let filter = HistoryFilter { key: Some(key), which: Which::Acts, ..HistoryFilter::default() };
        let page = list(node, caller, Operation::KeyHistory, filter, None, 9).await.unwrap();
        let acts: Vec<Action> = page.items.iter().map(|entry| entry.draft.action).collect();
        assert!(acts.starts_with(&[Action::KeyRollBack, Action::KeyRotate]), "{key}: {acts:?}");
        assert_eq!(acts.contains(&Action::KeyCreate), key == id);
    }
}

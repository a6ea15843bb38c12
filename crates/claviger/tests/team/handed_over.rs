//! A key is handed over by those who may, to those who may look after it.

use crate::world::{World, on_both};
use claviger::core::action::Action;
use claviger::core::id::UserId;
use claviger::core::key::KeyState;
use claviger::core::key::life::LifeError;
use claviger::core::role::Role;
use claviger::manage::{Caller, ManageError, Thing, keys, members};

on_both! {
    whose_a_key_is_changes_and_nothing_else
    only_whoever_may_look_after_keys_is_given_one
    no_key_is_left_with_whoever_goes_meanwhile
}

async fn whose_a_key_is_changes_and_nothing_else(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let (ada, bo) = (world.person("ada", Role::KeyManager).await, world.person("bo", Role::KeyManager).await);
    let (as_owner, as_ada, as_bo) = (world.as_(owner), world.as_(ada), world.as_(bo));
    let key = world.key(&as_ada, "bot").await;
    let was = world.record_of(key);
    let before = world.entries().len();
    let is = keys::hand_over(&world.node, &as_owner, key, Some(bo.user), Some(1)).await.unwrap();
    assert_eq!(world.done_since(before), [Action::KeyHandOver]);
    let (revision, modified_at) = (2, is.modified_at);
    let wanted = claviger::core::key::KeyRecord { member: Some(bo.user), revision, modified_at, ..was };
    assert_eq!((&is, world.record_of(key)), (&wanted, wanted.clone()));
    assert_eq!(keys::show(&world.node, &as_ada, key).await.map(drop), Err(ManageError::NotFound(Thing::Key)));
    keys::show(&world.node, &as_bo, key).await.unwrap();
    let unproven = Caller { proven: false, ..as_owner.clone() };
    let refused = keys::hand_over(&world.node, &unproven, key, None, None).await.map(drop);
    assert_eq!(refused, Err(ManageError::ProofWanted), "it gives somebody access");
    let hand = async |to, from| keys::hand_over(&world.node, &as_owner, key, to, from).await;
    assert_eq!(hand(None, Some(1)).await, Err(ManageError::Changed));
    assert_eq!(hand(Some(bo.user), None).await, Err(ManageError::Life(LifeError::NoChange)));
    assert_eq!(hand(None, None).await.unwrap().member, None);
    assert!(keys::show(&world.node, &as_bo, key).await.is_err());
}

async fn only_whoever_may_look_after_keys_is_given_one(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::KeyManager).await;
    let key = world.key(&world.as_(ada), "bot").await;
    let as_owner = world.as_(owner);
    for role in [Role::Auditor, Role::Viewer] {
        let unfit = world.person(role.name(), role).await;
        let refused = keys::hand_over(&world.node, &as_owner, key, Some(unfit.user), None).await;
        assert_eq!(refused, Err(ManageError::NoKeyHolder), "{role}");
    }
    let leaving = world.person("leaving", Role::KeyManager).await;
    world.mark_leaving(leaving).await;
    for unfit in [leaving.user, UserId::from_u64(9)] {
        let refused = keys::hand_over(&world.node, &as_owner, key, Some(unfit), None).await;
        assert_eq!(refused, Err(ManageError::NoKeyHolder));
    }
    let token = Caller { role: Role::KeyManager, ..world.host() };
    for low in [world.as_(ada), token] {
        let refused = keys::hand_over(&world.node, &low, key, Some(owner.user), None).await;
        assert!(matches!(refused, Err(ManageError::Forbidden { .. })), "{refused:?}");
    }
    assert_eq!(world.record_of(key).member, Some(ada.user));
}

/// A key is handed over while whoever is to have it is removed: whichever comes first, it is not left with them.
async fn no_key_is_left_with_whoever_goes_meanwhile(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let as_owner = world.as_(owner);
    for round in 0..12 {
        let bo = world.person(&format!("bo{round}"), Role::KeyManager).await;
        let key = world.key(&as_owner, &format!("bot{round}")).await;
        let (node, by) = (world.node.clone(), as_owner.clone());
        let given = tokio::spawn(async move { keys::hand_over(&node, &by, key, Some(bo.user), None).await });
        members::remove(&world.node, &as_owner, bo.member, None).await.unwrap();
        let given = given.await.unwrap();
        let record = world.record_of(key);
        let frozen = record.member.is_none() && record.state == KeyState::Frozen;
        let refused = record.member == Some(owner.user) && given == Err(ManageError::NoKeyHolder);
        assert!(frozen || refused, "round {round}: {given:?}, {record:?}");
    }
}

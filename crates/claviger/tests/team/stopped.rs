//! A removal that was stopped between any two of its writes is finished.

use crate::tokens::token;
use crate::world::{Person, World, on_both};
use claviger::core::id::{KeyId, MemberId, UserId};
use claviger::core::key::KeyState;
use claviger::core::role::Role;
use claviger::core::store::{Record, RecordKind, RecordWrite, Standing, Store as _};
use claviger::manage::{ManageError, members};
use claviger_store::Fault;

on_both! {
    it_is_finished_after_a_restart_wherever_it_stopped
    it_is_finished_by_upkeep_after_the_store_failed
    one_that_cannot_be_finished_stops_no_other
    whoever_asks_again_goes_on
}

/// An account where somebody with two keys and a token is about to be removed.
async fn about_to(world: &World, round: &str) -> (Person, Person, Person, [KeyId; 2]) {
    let named = async |name: &str, role| world.person(&format!("{name}{round}"), role).await;
    let owner = named("owner", Role::Owner).await;
    let (ada, bo) = (named("ada", Role::Admin).await, named("bo", Role::KeyManager).await);
    let as_ada = world.as_(ada);
    let key = async |name: &str| world.key(&as_ada, &format!("{name}{round}")).await;
    let keys = [key("one").await, key("two").await];
    token(world, &as_ada, &format!("own{round}"), Role::Viewer).await;
    (owner, ada, bo, keys)
}

/// The whole of a removal: 1 mark, 2 keys, 1 token, 1 record.
const WRITES: u64 = 5;

/// Whether a token of this round works as far as its own record says.
fn has_token(world: &World, owner: &Person, round: &str) -> bool {
    let tokens = world.store.tokens(owner.account, None, 100).unwrap();
    tokens.iter().any(|token| token.name.as_str() == format!("own{round}") && token.revoked_at.is_none())
}

async fn it_is_finished_after_a_restart_wherever_it_stopped(mut world: World) {
    for stop_at in 1..=WRITES {
        for written in [false, true] {
            let round = format!("{stop_at}{written}");
            let (owner, ada, bo, keys) = about_to(&world, &round).await;
            let as_owner = world.as_(owner);
            world.store.faults().at(stop_at, Fault::Crash { written });
            let stopped = members::remove(&world.node, &as_owner, ada.member, Some(bo.user)).await;
            assert_eq!(stopped, Err(ManageError::Unavailable), "at {stop_at}");
            world.restart();
            let begun = stop_at > 1 || written;
            let left = world.member(ada.member).is_none_or(|member| member.leaving);
            assert_eq!(left, begun, "at {stop_at}, written {written}");
            if begun {
                assert!(
                    !world.has(RecordKind::Session, ada.session.as_u64()),
                    "no session outlives the first write"
                );
            }
            members::finish_leaving(&world.node).await.unwrap();
            assert_eq!(world.member(ada.member).is_none(), begun, "at {stop_at}, written {written}");
            assert_eq!(has_token(&world, &owner, &round), !begun, "at {stop_at}, written {written}");
            let owner_of = if begun { bo.user } else { ada.user };
            for key in keys {
                let record = world.record_of(key);
                assert_eq!((record.member, record.state), (Some(owner_of), KeyState::Active));
            }
        }
    }
}

async fn it_is_finished_by_upkeep_after_the_store_failed(world: World) {
    let (owner, ada, _, keys) = about_to(&world, "").await;
    let as_owner = world.as_(owner);
    world.store.faults().at(2, Fault::NotCommitted);
    let stopped = members::remove(&world.node, &as_owner, ada.member, None).await;
    assert_eq!(stopped, Err(ManageError::Unavailable));
    world.healthy().await;
    assert_eq!(world.record_of(keys[0]).state, KeyState::Active, "the tooth: something is left to do");
    members::finish_leaving(&world.node).await.unwrap();
    for key in keys {
        assert_eq!(world.record_of(key).state, KeyState::Frozen);
    }
    assert!(world.member(ada.member).is_none() && world.user(ada.user).is_none());
    let before = world.entries().len();
    members::finish_leaving(&world.node).await.unwrap();
    assert_eq!(world.entries().len(), before, "there is nothing left to do");
}

/// A record that cannot be read is told, and the removals behind it are finished.
async fn one_that_cannot_be_finished_stops_no_other(world: World) {
    let (owner, ada, _, keys) = about_to(&world, "").await;
    let mut broken = world.member(owner.member).unwrap();
    (broken.id, broken.user) = (MemberId::from_u64(7), UserId::from_u64(7));
    let record = Record { body: b"not a member"[..].into(), ..broken.record().unwrap() };
    world.write(vec![RecordWrite::Create { record, limit: None }]).await;
    let late = world.person("late", Role::Viewer).await;
    for leaving in [ada, late] {
        world.mark_leaving(leaving).await;
    }
    assert_eq!(members::finish_leaving(&world.node).await, Err(ManageError::Internal));
    assert!(world.member(ada.member).is_none() && world.member(late.member).is_none());
    assert_eq!(world.record_of(keys[0]).state, KeyState::Frozen);
}

async fn whoever_asks_again_goes_on(world: World) {
    let (owner, ada, bo, keys) = about_to(&world, "").await;
    let as_owner = world.as_(owner);
    world.store.faults().at(2, Fault::NotCommitted);
    assert!(members::remove(&world.node, &as_owner, ada.member, Some(bo.user)).await.is_err());
    world.healthy().await;
    let by = Standing::Session {
        user: ada.user,
        session: ada.session,
        member: ada.member,
        member_revision: world.member(ada.member).unwrap().revision,
    };
    let as_ada = claviger::manage::Caller { by: Some(by), ..world.as_(ada) };
    assert_eq!(world.key_of(&as_ada, "late", None).await, Err(ManageError::CallerGone));
    // To whom the keys go was decided before.
    let removed = members::remove(&world.node, &as_owner, ada.member, None).await.unwrap();
    assert_eq!((removed.keys_frozen, removed.keys_handed_over), (0, 2));
    for key in keys {
        assert_eq!(world.record_of(key).member, Some(bo.user));
    }
}

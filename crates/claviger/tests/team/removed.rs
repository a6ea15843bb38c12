//! Whoever is removed can do nothing from the answer on, and nothing of theirs is left.

use crate::world::{AWAY, HOME, World, on_both};
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::key::KeyState;
use claviger::core::role::{Need, Role};
use claviger::core::store::RecordKind;
use claviger::manage::{Caller, ManageError, Thing, keys, members};

on_both! {
    their_keys_are_frozen_and_they_are_off_the_record
    their_keys_are_handed_over
    the_last_owner_stays
    of_two_owners_who_remove_each_other_one_stays
    whoever_has_another_place_stays_on_record
    nobody_removes_whom_they_have_no_say_over
    a_stranger_is_not_found
    whoever_leaves_needs_no_say_over_anybody
    the_last_owner_does_not_leave
    only_members_leave_and_only_with_a_fresh_proof
}

async fn their_keys_are_frozen_and_they_are_off_the_record(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::KeyManager).await;
    let (as_owner, as_ada) = (world.as_(owner), world.as_(ada));
    let (one, two) = (world.key(&as_ada, "one").await, world.key(&as_ada, "two").await);
    let others = world.key(&as_owner, "others").await;
    keys::revoke(&world.node, &as_ada, two, None).await.unwrap();
    let before = world.entries().len();
    let removed = members::remove(&world.node, &as_owner, ada.member, None).await.unwrap();
    assert_eq!((removed.keys_frozen, removed.keys_handed_over, removed.sessions_ended), (1, 0, 1));
    let wanted = [Action::MemberLeave, Action::KeyStep, Action::MemberRemove];
    assert_eq!(world.done_since(before), wanted, "one entry for each transaction");
    let all = world.entries();
    assert!(all[before..].iter().all(|entry| entry.draft.actor == as_owner.actor()));
    assert_eq!(all[before].draft.target, Target::Record(RecordKind::Member, ada.member.as_u64()));
    let frozen = world.record_of(one);
    assert_eq!((frozen.state, frozen.member), (KeyState::Frozen, None));
    assert_eq!(world.record_of(two).state, KeyState::Revoked);
    assert_eq!(world.record_of(others).state, KeyState::Active);
    assert!(world.member(ada.member).is_none() && world.user(ada.user).is_none());
    assert!(!world.has(RecordKind::Session, ada.session.as_u64()));
    assert_eq!(world.key_of(&as_ada, "late", None).await, Err(ManageError::CallerGone));
    let again = members::remove(&world.node, &as_owner, ada.member, None).await;
    assert_eq!(again, Err(ManageError::NotFound(Thing::Member)));
}

async fn their_keys_are_handed_over(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let (ada, bo) = (world.person("ada", Role::KeyManager).await, world.person("bo", Role::KeyManager).await);
    let viewer = world.person("vi", Role::Viewer).await;
    let key = world.key(&world.as_(ada), "bot").await;
    let as_owner = world.as_(owner);
    for unfit in [viewer.user, ada.user, claviger::core::id::UserId::from_u64(9)] {
        let refused = members::remove(&world.node, &as_owner, ada.member, Some(unfit)).await;
        assert_eq!(refused, Err(ManageError::NoKeyHolder));
    }
    assert!(!world.member(ada.member).unwrap().leaving, "nothing was begun");
    let removed = members::remove(&world.node, &as_owner, ada.member, Some(bo.user)).await.unwrap();
    assert_eq!((removed.keys_frozen, removed.keys_handed_over), (0, 1));
    let record = world.record_of(key);
    assert_eq!((record.state, record.member), (KeyState::Active, Some(bo.user)));
    keys::show(&world.node, &world.as_(bo), key).await.unwrap();
}

async fn the_last_owner_stays(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    world.person("admin", Role::Admin).await;
    let remove = members::remove(&world.node, &world.as_(owner), owner.member, None).await;
    assert_eq!(remove, Err(ManageError::LastOwner));
    assert_eq!(
        members::remove(&world.node, &world.host(), owner.member, None).await,
        Err(ManageError::LastOwner)
    );
    let other = world.person("other", Role::Owner).await;
    members::remove(&world.node, &world.as_(owner), owner.member, None).await.unwrap();
    let remove = members::remove(&world.node, &world.as_(other), other.member, None).await;
    assert_eq!(remove, Err(ManageError::LastOwner));
}

async fn of_two_owners_who_remove_each_other_one_stays(world: World) {
    for round in 0..8 {
        let one = world.person(&format!("one{round}"), Role::Owner).await;
        let two = world.person(&format!("two{round}"), Role::Owner).await;
        let (as_one, as_two) = (world.as_(one), world.as_(two));
        let remove = |by, whom| {
            let node = world.node.clone();
            tokio::spawn(async move { members::remove(&node, &by, whom, None).await.map(drop) })
        };
        let (first, second) = (remove(as_one, two.member), remove(as_two, one.member));
        let (first, second) = (first.await.unwrap(), second.await.unwrap());
        assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
        let mut left = [one, two].into_iter().filter(|owner| world.member(owner.member).is_some());
        let owner = left.next().unwrap();
        assert!(left.next().is_none());
        // For the next round: the one who stayed goes once there is somebody else.
        world.person(&format!("next{round}"), Role::Owner).await;
        members::remove(&world.node, &world.host(), owner.member, None).await.unwrap();
        let rest = members::list(&world.node, &world.host()).await.unwrap();
        assert!(rest.iter().all(|view| view.member.role == Role::Owner));
    }
}

async fn whoever_has_another_place_stays_on_record(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::Admin).await;
    let away = world.joins(ada.user, AWAY, Role::Admin).await;
    members::remove(&world.node, &world.as_(owner), ada.member, None).await.unwrap();
    assert!(world.user(ada.user).is_some() && world.member(away.member).is_some());
    assert!(!world.has(RecordKind::Session, ada.session.as_u64()), "but every session ended");
    let host = claviger::manage::Caller::system(AWAY);
    members::remove(&world.node, &host, away.member, None).await.unwrap();
    assert!(world.user(ada.user).is_none());
}

async fn nobody_removes_whom_they_have_no_say_over(world: World) {
    let (owner, _other) =
        (world.person("owner", Role::Owner).await, world.person("other", Role::Owner).await);
    let admin = world.person("admin", Role::Admin).await;
    let before = world.entries().len();
    let refused = members::remove(&world.node, &world.as_(admin), owner.member, None).await;
    assert_eq!(refused, Err(ManageError::AboveOwnPlace { own: Role::Admin, other: Role::Owner }));
    assert_eq!(world.done_since(before), [Action::AdminRefused]);
    for low in [Role::KeyManager, Role::Auditor, Role::Viewer] {
        let low = world.person(&format!("{low}"), low).await;
        let refused = members::remove(&world.node, &world.as_(low), admin.member, None).await;
        assert!(matches!(refused, Err(ManageError::Forbidden { .. })), "{refused:?}");
    }
    assert!(!world.member(owner.member).unwrap().leaving);
}

async fn a_stranger_is_not_found(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let stranger = world.joins(owner.user, AWAY, Role::Viewer).await;
    let as_owner = world.as_(owner);
    assert_eq!(as_owner.account, HOME);
    let not_found = Err(ManageError::NotFound(Thing::Member));
    assert_eq!(members::remove(&world.node, &as_owner, stranger.member, None).await, not_found);
    let shown = members::show(&world.node, &as_owner, stranger.member).await;
    assert_eq!(shown.map(drop), Err(ManageError::NotFound(Thing::Member)));
}

async fn whoever_leaves_needs_no_say_over_anybody(world: World) {
    world.person("owner", Role::Owner).await;
    for role in Role::OF_MEMBERS {
        let ada = world.person(&format!("ada {role}").replace(' ', "-"), role).await;
        let as_ada = world.as_(ada);
        let key = if role.may(Need::WriteKeys) { Some(world.key(&as_ada, "bot").await) } else { None };
        let before = world.entries().len();
        let left = members::leave(&world.node, &as_ada).await.unwrap();
        assert_eq!((left.keys_frozen, left.sessions_ended), (usize::from(key.is_some()), 1), "{role}");
        let actions = world.done_since(before);
        assert_eq!(
            (actions.first(), actions.last()),
            (Some(&Action::MemberLeave), Some(&Action::MemberRemove))
        );
        assert!(world.entries()[before..].iter().all(|entry| entry.draft.actor == as_ada.actor()), "{role}");
        assert!(key.is_none_or(|key| world.record_of(key).state == KeyState::Frozen), "{role}");
        assert!(world.member(ada.member).is_none() && world.user(ada.user).is_none(), "{role}");
        assert!(!world.has(RecordKind::Session, ada.session.as_u64()), "{role}");
        assert_eq!(members::leave(&world.node, &as_ada).await, Err(ManageError::NotFound(Thing::Member)));
    }
}

async fn the_last_owner_does_not_leave(world: World) {
    let (one, two) = (world.person("one", Role::Owner).await, world.person("two", Role::Owner).await);
    world.person("admin", Role::Admin).await;
    let leave = |by| {
        let node = world.node.clone();
        tokio::spawn(async move { members::leave(&node, &by).await.map(drop) })
    };
    let (first, second) = (leave(world.as_(one)), leave(world.as_(two)));
    let both = [first.await.unwrap(), second.await.unwrap()];
    assert_eq!(both.iter().filter(|done| **done == Err(ManageError::LastOwner)).count(), 1, "{both:?}");
    let left = [one, two].into_iter().filter(|owner| world.member(owner.member).is_some());
    assert!(left.count() == 1 && both.iter().any(Result::is_ok));
}

async fn only_members_leave_and_only_with_a_fresh_proof(world: World) {
    world.person("owner", Role::Owner).await;
    let host = members::leave(&world.node, &world.host()).await;
    assert!(matches!(host, Err(ManageError::Forbidden { .. })), "{host:?}");
    let ada = world.person("ada", Role::Viewer).await;
    let stale = Caller { proven: false, ..world.as_(ada) };
    assert_eq!(members::leave(&world.node, &stale).await, Err(ManageError::ProofWanted));
    assert!(!world.member(ada.member).unwrap().leaving);
}

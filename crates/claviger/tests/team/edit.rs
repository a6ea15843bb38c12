//! A role is changed by those who have a say, and never the last owner's.

use crate::world::{World, on_both};
use claviger::core::action::Action;
use claviger::core::key::life::LifeError;
use claviger::core::people::{Invitation, Purpose};
use claviger::core::role::Role;
use claviger::core::store::RecordKind;
use claviger::core::text::Description;
use claviger::manage::{ManageError, invitations, members, resets};

on_both! {
    a_role_is_changed_once_and_what_was_begun_under_the_old_one_is_not_written
    the_last_owner_is_not_lowered
    of_two_owners_who_lower_each_other_one_stays
    an_admin_has_no_say_over_owners
    what_the_new_role_could_not_make_works_no_more
    whoever_is_leaving_is_left_alone
}

async fn a_role_is_changed_once_and_what_was_begun_under_the_old_one_is_not_written(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::KeyManager).await;
    let (as_owner, as_ada) = (world.as_(owner), world.as_(ada));
    let before = world.entries().len();
    let edited = members::edit(&world.node, &as_owner, ada.member, Role::Viewer, 1).await.unwrap();
    let edited = edited.member;
    assert_eq!((edited.role, edited.revision), (Role::Viewer, 2));
    assert_eq!(world.done_since(before), [Action::MemberEdit]);
    assert_eq!(world.member(ada.member), Some(edited));
    assert_eq!(world.key_of(&as_ada, "late", None).await, Err(ManageError::CallerGone));
    let stale = members::edit(&world.node, &as_owner, ada.member, Role::Admin, 1).await;
    assert_eq!(stale, Err(ManageError::Changed));
    let same = members::edit(&world.node, &as_owner, ada.member, Role::Viewer, 2).await;
    assert_eq!(same, Err(ManageError::Life(LifeError::NoChange)));
    let whatever = members::edit(&world.node, &as_owner, ada.member, Role::Admin, None).await.unwrap();
    assert_eq!(whatever.member.revision, 3);
}

async fn the_last_owner_is_not_lowered(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    for caller in [world.as_(owner), world.host()] {
        let lowered = members::edit(&world.node, &caller, owner.member, Role::Admin, 1).await;
        assert_eq!(lowered, Err(ManageError::LastOwner));
    }
    world.person("other", Role::Owner).await;
    members::edit(&world.node, &world.as_(owner), owner.member, Role::Admin, 1).await.unwrap();
}

async fn of_two_owners_who_lower_each_other_one_stays(world: World) {
    for round in 0..8 {
        let one = world.person(&format!("one{round}"), Role::Owner).await;
        let two = world.person(&format!("two{round}"), Role::Owner).await;
        let lower = |by, whom| {
            let node = world.node.clone();
            tokio::spawn(async move { members::edit(&node, &by, whom, Role::Viewer, 1).await.map(drop) })
        };
        let (first, second) = (lower(world.as_(one), two.member), lower(world.as_(two), one.member));
        let (first, second) = (first.await.unwrap(), second.await.unwrap());
        assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
        let owners = members::list(&world.node, &world.host()).await.unwrap();
        let owners: Vec<_> = owners.iter().filter(|view| view.member.role == Role::Owner).collect();
        assert_eq!(owners.len(), 1);
        // For the next round nobody else is one.
        let (last, revision) = (owners[0].member.id, owners[0].member.revision);
        world.person(&format!("next{round}"), Role::Owner).await;
        members::edit(&world.node, &world.host(), last, Role::Viewer, revision).await.unwrap();
        let next = members::list(&world.node, &world.host()).await.unwrap();
        let next = next.iter().find(|view| view.member.role == Role::Owner).unwrap().member;
        let refused = members::edit(&world.node, &world.host(), next.id, Role::Viewer, next.revision).await;
        assert_eq!(refused, Err(ManageError::LastOwner));
        world.forget(next).await;
    }
}

async fn an_admin_has_no_say_over_owners(world: World) {
    let (owner, _) = (world.person("owner", Role::Owner).await, world.person("other", Role::Owner).await);
    let (admin, ada) = (world.person("admin", Role::Admin).await, world.person("ada", Role::Viewer).await);
    let as_admin = world.as_(admin);
    let above = Err(ManageError::AboveOwnPlace { own: Role::Admin, other: Role::Owner });
    for (whom, role) in [(owner, Role::Viewer), (ada, Role::Owner), (admin, Role::Owner)] {
        assert_eq!(members::edit(&world.node, &as_admin, whom.member, role, 1).await, above);
    }
    members::edit(&world.node, &as_admin, ada.member, Role::Admin, 1).await.unwrap();
    for low in [Role::KeyManager, Role::Auditor, Role::Viewer] {
        let low = world.person(&format!("{low}"), low).await;
        let refused = members::edit(&world.node, &world.as_(low), low.member, Role::Admin, 1).await;
        assert!(matches!(refused, Err(ManageError::Forbidden { .. })), "{refused:?}");
    }
}

async fn what_the_new_role_could_not_make_works_no_more(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let admin = world.person("admin", Role::Admin).await;
    let (as_owner, as_admin) = (world.as_(owner), world.as_(admin));
    let note = Description::default;
    invitations::create(&world.node, &as_admin, Role::Viewer, note(), None).await.unwrap();
    let reset = resets::create(&world.node, &as_owner, admin.member).await.unwrap().invitation;
    members::edit(&world.node, &as_owner, admin.member, Role::KeyManager, 1).await.unwrap();
    let left: Vec<Invitation> = invitations::list(&world.node, &as_owner).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
    assert!(!world.has(RecordKind::Invitation, reset.id.as_u64()));
    // An invitation by somebody else stays.
    let made = invitations::create(&world.node, &as_owner, Role::Admin, note(), None).await.unwrap();
    members::edit(&world.node, &as_owner, admin.member, Role::Viewer, 2).await.unwrap();
    let left = invitations::list(&world.node, &as_owner).await.unwrap();
    assert!(matches!(left.as_slice(), [one] if one.id == made.invitation.id));
    assert!(matches!(left[0].purpose, Purpose::Join { role: Role::Admin, .. }));
}

async fn whoever_is_leaving_is_left_alone(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::Viewer).await;
    world.mark_leaving(ada).await;
    let as_owner = world.as_(owner);
    let edited = members::edit(&world.node, &as_owner, ada.member, Role::Admin, None).await;
    assert_eq!(edited, Err(ManageError::Leaving));
    let reset = resets::create(&world.node, &as_owner, ada.member).await.map(drop);
    assert_eq!(reset, Err(ManageError::Leaving));
}

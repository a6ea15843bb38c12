//! Links: who makes them, how long they work, and that a dead one reads like one that never was.

use crate::world::{AWAY, HOME, World, on_both};
use claviger::core::action::Action;
use claviger::core::people::Purpose;
use claviger::core::role::Role;
use claviger::core::store::RecordKind;
use claviger::core::text::Description;
use claviger::manage::invitations::{self, InvitationToken, Invited};
use claviger::manage::{Caller, ManageError, Thing, members};

on_both! {
    nobody_invites_above_their_own_role
    a_link_works_for_as_long_as_was_said
    a_dead_link_reads_like_none
    a_link_of_whoever_lost_the_say_works_no_more
    links_are_listed_and_taken_back_by_those_who_have_a_say
    there_is_a_limit
    a_late_proof_is_not_enough
}

async fn invite(world: &World, by: &Caller, role: Role) -> Result<Invited, ManageError> {
    invitations::create(&world.node, by, role, Description::default(), None).await
}

async fn looks(world: &World, invited: &Invited) -> bool {
    invitations::look(&world.node, &invited.token.reveal()).await.unwrap().is_some()
}

async fn nobody_invites_above_their_own_role(world: World) {
    for own in Role::OF_MEMBERS {
        let person = world.person(own.name(), own).await;
        for other in Role::OF_MEMBERS {
            let before = world.entries().len();
            let made = invite(&world, &world.as_(person), other).await;
            assert_eq!(made.is_ok(), own.may_appoint(other), "{own} invites {other}");
            let action = if made.is_ok() { Action::MemberInvite } else { Action::AdminRefused };
            assert_eq!(world.done_since(before), [action]);
        }
    }
    assert!(invite(&world, &world.host(), Role::Owner).await.is_ok());
}

async fn a_link_works_for_as_long_as_was_said(world: World) {
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let invited = invite(&world, &owner, Role::Viewer).await.unwrap();
    let view = invitations::look(&world.node, &invited.token.reveal()).await.unwrap().unwrap();
    assert_eq!((view.role, view.wants_factor), (Some(Role::Viewer), false));
    assert_eq!(view.account.unwrap().as_str(), "home");
    assert_eq!(view.invited_by.unwrap().as_str(), "owner");
    let now = world.node.now();
    assert_eq!(view.expires_at, now.plus_secs(3 * 86_400));
    let until = async |secs: i64| {
        let (node, at) = (&world.node, Some(now.plus_secs(secs)));
        invitations::create(node, &owner, Role::Viewer, Description::default(), at).await.map(drop)
    };
    assert_eq!(until(30 * 86_400).await, Ok(()));
    assert_eq!(until(30 * 86_400 + 1).await, Err(ManageError::TooLong(30)));
    assert_eq!(until(0).await, Err(ManageError::AlreadyExpired));
    world.clock.step_secs(3 * 86_400 - 1);
    assert!(looks(&world, &invited).await);
    world.clock.step_secs(1);
    assert!(!looks(&world, &invited).await);
}

async fn a_dead_link_reads_like_none(world: World) {
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let revoked = invite(&world, &owner, Role::Viewer).await.unwrap();
    invitations::revoke(&world.node, &owner, revoked.invitation.id).await.unwrap();
    let never = InvitationToken::random(&mut claviger::OsEntropy).unwrap();
    let (revoked, never) = (revoked.token.reveal(), never.reveal());
    for dead in [revoked.as_str(), &never, "", "x", &revoked[1..], &"A".repeat(10_000), "../../etc", "é"] {
        assert!(invitations::look(&world.node, dead).await.unwrap().is_none(), "{dead}");
    }
}

async fn a_link_of_whoever_lost_the_say_works_no_more(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let admin = world.person("admin", Role::Admin).await;
    let (as_owner, as_admin) = (world.as_(owner), world.as_(admin));
    let lowered = invite(&world, &as_admin, Role::Admin).await.unwrap();
    let below = invite(&world, &as_owner, Role::Viewer).await.unwrap();
    // Written past the use case, which takes the links along: it does not rest on that alone.
    world.lower(admin, Role::KeyManager).await;
    assert!(world.has(RecordKind::Invitation, lowered.invitation.id.as_u64()));
    assert!(!looks(&world, &lowered).await && looks(&world, &below).await);
    world.lower(admin, Role::Admin).await;
    assert!(looks(&world, &lowered).await, "the tooth: it was the role");
    members::remove(&world.node, &as_owner, admin.member, None).await.unwrap();
    assert!(!looks(&world, &lowered).await);
    assert!(!world.has(RecordKind::Invitation, lowered.invitation.id.as_u64()));
}

async fn links_are_listed_and_taken_back_by_those_who_have_a_say(world: World) {
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let admin = world.as_(world.person("admin", Role::Admin).await);
    let auditor = world.as_(world.person("auditor", Role::Auditor).await);
    let high = invite(&world, &owner, Role::Owner).await.unwrap().invitation;
    let low = invite(&world, &owner, Role::Viewer).await.unwrap().invitation;
    let listed = invitations::list(&world.node, &auditor).await.unwrap();
    assert_eq!(listed.iter().map(|link| link.id).collect::<Vec<_>>(), [high.id, low.id]);
    assert!(matches!(listed[1].purpose, Purpose::Join { account: HOME, role: Role::Viewer }));
    let page = invitations::page(&world.node, &auditor, Some(high.id), 9).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
    let revoke = async |by: &Caller, id| invitations::revoke(&world.node, by, id).await.map(drop);
    let above = ManageError::AboveOwnPlace { own: Role::Admin, other: Role::Owner };
    assert_eq!(revoke(&admin, high.id).await, Err(above));
    assert!(matches!(revoke(&auditor, low.id).await, Err(ManageError::Forbidden { .. })));
    let not_found = Err(ManageError::NotFound(Thing::Invitation));
    assert_eq!(revoke(&Caller::system(AWAY), low.id).await, not_found);
    let before = world.entries().len();
    assert_eq!(revoke(&admin, low.id).await, Ok(()));
    assert_eq!(world.done_since(before), [Action::InvitationRevoke]);
    assert_eq!(revoke(&admin, low.id).await, not_found);
    world.clock.step_secs(3 * 86_400);
    assert!(invitations::list(&world.node, &world.host()).await.unwrap().is_empty());
    assert_eq!(revoke(&world.host(), high.id).await, not_found);
}

async fn there_is_a_limit(world: World) {
    for _ in 0..50 {
        invite(&world, &world.host(), Role::Viewer).await.unwrap();
    }
    let over = invite(&world, &world.host(), Role::Viewer).await.map(drop);
    assert_eq!(over, Err(ManageError::LimitReached { thing: Thing::Invitation, limit: 50 }));
    world.clock.step_secs(3 * 86_400);
    invite(&world, &world.host(), Role::Viewer).await.unwrap();
}

async fn a_late_proof_is_not_enough(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::Viewer).await;
    let late = Caller { proven: false, ..world.as_(owner) };
    let wanted = Err(ManageError::ProofWanted);
    assert_eq!(invite(&world, &late, Role::Viewer).await.map(drop), wanted);
    assert_eq!(members::edit(&world.node, &late, ada.member, Role::Auditor, 1).await.map(drop), wanted);
    assert_eq!(members::remove(&world.node, &late, ada.member, None).await.map(drop), wanted);
    let reset = claviger::manage::resets::create(&world.node, &late, ada.member).await.map(drop);
    assert_eq!(reset, wanted);
    assert!(invitations::list(&world.node, &late).await.unwrap().is_empty());
}

//! A reset link lets nobody into what its maker has no say in.

use crate::world::{AWAY, HOME, Person, World, on_both};
use claviger::core::action::Action;
use claviger::core::people::{Login, User};
use claviger::core::role::Role;
use claviger::core::store::{Mutation, RecordKind, RecordWrite};
use claviger::core::text::Description;
use claviger::core::token::TokenDigest;
use claviger::manage::invitations::{self, AcceptError, InvitationToken};
use claviger::manage::sessions::{Given, NewSession, Origin, Place};
use claviger::manage::{Caller, ManageError, Thing, members, resets};

on_both! {
    a_new_password_is_set_once_and_every_session_ends
    nobody_takes_over_whoever_is_in_another_account
    a_place_that_comes_after_the_link_ends_it
    a_rise_that_comes_after_the_link_ends_it
    nobody_resets_whom_they_have_no_say_over
    a_second_factor_is_wanted_besides
    the_host_can_go_without_factors
    only_the_latest_link_works
}

const PASSWORD: &str = "seven purple lanterns hum";

async fn finish(
    world: &World,
    token: &InvitationToken,
    given: Option<Given>,
) -> Result<NewSession, AcceptError> {
    let origin = Origin { rp_id: "localhost".to_owned(), origin: "http://localhost".to_owned() };
    resets::finish(&world.node, &token.reveal(), PASSWORD, given, &origin, &Place::default()).await
}

async fn reset(world: &World, by: &Caller, whom: Person) -> Result<InvitationToken, ManageError> {
    resets::create(&world.node, by, whom.member).await.map(|made| made.token)
}

async fn a_new_password_is_set_once_and_every_session_ends(world: World) {
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let ada = world.person("ada", Role::KeyManager).await;
    world.signs_in(ada.user).await;
    let before = world.entries().len();
    let token = reset(&world, &owner, ada).await.unwrap();
    assert_eq!(world.done_since(before), [Action::ResetCreate]);
    let view = invitations::look(&world.node, &token.reveal()).await.unwrap().unwrap();
    assert_eq!((view.person.unwrap().as_str(), view.role, view.wants_factor), ("ada", None, false));
    let origin = Origin { rp_id: "localhost".to_owned(), origin: "http://localhost".to_owned() };
    let weak = resets::finish(&world.node, &token.reveal(), "short", None, &origin, &Place::default()).await;
    assert!(matches!(weak.map(drop), Err(AcceptError::Weak(_))));
    let before = world.entries().len();
    let new = finish(&world, &token, None).await.unwrap();
    assert_eq!(world.done_since(before), [Action::PasswordReset]);
    assert!(world.user(ada.user).unwrap().password.is_some());
    let members = members::list(&world.node, &owner).await.unwrap();
    assert_eq!(members[1].sessions, 1, "the new one alone");
    assert!(world.has(RecordKind::Session, new.session.id.as_u64()));
    assert!(!world.has(RecordKind::Session, ada.session.as_u64()));
    assert_eq!(finish(&world, &token, None).await.map(drop), Err(AcceptError::Gone));
}

/// Somebody who is admin of one account cannot get into another through a person who is in both.
async fn nobody_takes_over_whoever_is_in_another_account(world: World) {
    let attacker = world.as_(world.person("attacker", Role::Owner).await);
    let victim = world.person("victim", Role::Viewer).await;
    world.joins(victim.user, AWAY, Role::Owner).await;
    assert_eq!(reset(&world, &attacker, victim).await.map(drop), Err(ManageError::ElsewhereToo));
    assert_eq!(reset(&world, &world.host(), victim).await.map(drop), Err(ManageError::ElsewhereToo));
    assert!(invitations::list(&world.node, &attacker).await.unwrap().is_empty());
    // Nor through whoever is none of the account's.
    let stranger = world.person("stranger", Role::Viewer).await;
    world.forget(world.member(stranger.member).unwrap()).await;
    let away = world.joins(stranger.user, AWAY, Role::Owner).await;
    let not_found = Err(ManageError::NotFound(Thing::Member));
    assert_eq!(reset(&world, &attacker, away).await.map(drop), not_found);
}

async fn a_place_that_comes_after_the_link_ends_it(world: World) {
    let attacker = world.as_(world.person("attacker", Role::Owner).await);
    let victim = world.person("victim", Role::Viewer).await;
    let token = reset(&world, &attacker, victim).await.unwrap();
    // Written past the use case, which takes the link along: it does not rest on that alone.
    let away = world.joins(victim.user, AWAY, Role::Owner).await;
    assert!(invitations::look(&world.node, &token.reveal()).await.unwrap().is_none());
    assert_eq!(finish(&world, &token, None).await.map(drop), Err(AcceptError::Gone));
    assert!(world.user(victim.user).unwrap().password.is_none());
    world.forget(world.member(away.member).unwrap()).await;
    assert!(finish(&world, &token, None).await.is_ok(), "the tooth: it was the other place");
}

async fn a_rise_that_comes_after_the_link_ends_it(world: World) {
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let admin = world.as_(world.person("admin", Role::Admin).await);
    let ada = world.person("ada", Role::Viewer).await;
    let token = reset(&world, &admin, ada).await.unwrap();
    world.lower(ada, Role::Owner).await;
    assert_eq!(finish(&world, &token, None).await.map(drop), Err(AcceptError::Gone));
    world.lower(ada, Role::Viewer).await;
    members::edit(&world.node, &owner, ada.member, Role::Admin, None).await.unwrap();
    assert!(invitations::list(&world.node, &owner).await.unwrap().is_empty(), "the use case takes it along");
}

async fn nobody_resets_whom_they_have_no_say_over(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let admin = world.as_(world.person("admin", Role::Admin).await);
    let above = ManageError::AboveOwnPlace { own: Role::Admin, other: Role::Owner };
    assert_eq!(reset(&world, &admin, owner).await.map(drop), Err(above));
    for low in [Role::KeyManager, Role::Auditor, Role::Viewer] {
        let low = world.as_(world.person(low.name(), low).await);
        assert!(matches!(reset(&world, &low, owner).await.map(drop), Err(ManageError::Forbidden { .. })));
    }
}

/// Gives somebody a recovery code and a time-based code that nobody has.
async fn with_factor(world: &World, person: Person) {
    let old = world.user(person.user).unwrap();
    let from = old.revision;
    let user = User {
        totp: Some(claviger::core::store::SealedBytes(vec![1; 80].into())),
        recovery: vec![TokenDigest([9; 32])],
        revision: from + 1,
        ..old
    };
    world.write(vec![RecordWrite::Update { record: user.record().unwrap(), from }]).await;
}

async fn a_second_factor_is_wanted_besides(world: World) {
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let ada = world.person("ada", Role::Viewer).await;
    with_factor(&world, ada).await;
    let token = reset(&world, &owner, ada).await.unwrap();
    assert!(invitations::look(&world.node, &token.reveal()).await.unwrap().unwrap().wants_factor);
    assert_eq!(finish(&world, &token, None).await.map(drop), Err(AcceptError::FactorWanted));
    let wrong = [Given::Recovery("aaaa-bbbb".to_owned()), Given::Password(PASSWORD.to_owned().into())];
    for given in wrong {
        assert_eq!(finish(&world, &token, Some(given)).await.map(drop), Err(AcceptError::WrongFactor));
    }
    assert!(world.user(ada.user).unwrap().password.is_none());
    assert!(invitations::look(&world.node, &token.reveal()).await.unwrap().is_some(), "the link stays");
}

async fn the_host_can_go_without_factors(world: World) {
    let ada = world.person("ada", Role::Owner).await;
    with_factor(&world, ada).await;
    world.joins(ada.user, AWAY, Role::Viewer).await;
    let by_host = async |without| {
        let login = Login::parse("ada").unwrap();
        let made = resets::by_host(&*world.store, &login, without, world.node.now()).unwrap();
        assert_eq!((made.entry.action, made.entry.account), (Action::Recovered, HOME));
        world.node.commit_change(Mutation::new(made.change, made.entry)).await.unwrap();
        made.invited.token
    };
    let with = by_host(false).await;
    assert_eq!(finish(&world, &with, None).await.map(drop), Err(AcceptError::FactorWanted));
    let without = by_host(true).await;
    assert_eq!(
        finish(&world, &with, None).await.map(drop),
        Err(AcceptError::Gone),
        "the later one replaced it"
    );
    assert!(world.user(ada.user).unwrap().totp.is_some(), "nothing goes before the link is used");
    finish(&world, &without, None).await.unwrap();
    let user = world.user(ada.user).unwrap();
    assert!(user.totp.is_none() && user.recovery.is_empty() && user.password.is_some());
    let nobody = Login::parse("nobody").unwrap();
    let made = resets::by_host(&*world.store, &nobody, true, world.node.now()).map(drop);
    assert_eq!(made, Err(ManageError::NotFound(Thing::Person)));
}

async fn only_the_latest_link_works(world: World) {
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let ada = world.person("ada", Role::Viewer).await;
    let first = reset(&world, &owner, ada).await.unwrap();
    let note = Description::default();
    let other = invitations::create(&world.node, &owner, Role::Viewer, note, None).await.unwrap();
    let second = reset(&world, &owner, ada).await.unwrap();
    let looks = async |token: &InvitationToken| {
        invitations::look(&world.node, &token.reveal()).await.unwrap().is_some()
    };
    assert!(!looks(&first).await && looks(&second).await && looks(&other.token).await);
    world.clock.step_secs(86_400);
    assert!(!looks(&second).await, "for a day");
}

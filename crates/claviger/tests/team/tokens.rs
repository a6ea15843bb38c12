//! An administration token is good for as long as whoever was shown it could hand it out.

use crate::world::{Person, World, on_both};
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use claviger::core::text::{ClientName, Name};
use claviger::core::token::TokenRecord;
use claviger::manage::tokens::{self, AuthenticateError, CreateToken, CreatedToken, authenticate};
use claviger::manage::{Caller, ManageError, members};
use claviger_store::Fault;

on_both! {
    they_go_with_whoever_was_shown_them
    a_place_that_is_being_left_is_none
    a_role_that_is_too_low_takes_them
    a_lowering_that_was_stopped_is_finished
    nobody_loses_what_the_role_could_still_hand_out
}

pub(crate) async fn token(world: &World, by: &Caller, name: &str, role: Role) -> CreatedToken {
    let asked = CreateToken { name: Name::parse(name).unwrap(), role, expires_at: None };
    tokens::create(&world.node, by, asked).await.unwrap()
}

/// Whoever asks with this token.
async fn with(world: &World, token: &CreatedToken) -> Result<Caller, AuthenticateError> {
    authenticate(&world.node, token.token.reveal().as_bytes(), None, ClientName::default()).await
}

fn on_record(world: &World, token: &CreatedToken) -> TokenRecord {
    world.store.token(token.record.id).unwrap().unwrap()
}

async fn two(world: &World, role: Role) -> (Caller, Person) {
    let owner = world.person("owner", Role::Owner).await;
    (world.as_(owner), world.person("ada", role).await)
}

async fn they_go_with_whoever_was_shown_them(world: World) {
    let (as_owner, ada) = two(&world, Role::Admin).await;
    let as_ada = world.as_(ada);
    let own = token(&world, &as_ada, "own", Role::Admin).await;
    let by_token = with(&world, &own).await.unwrap();
    let child = token(&world, &by_token, "child", Role::Viewer).await;
    let given = token(&world, &as_ada, "given", Role::Viewer).await;
    let given = tokens::rotate(&world.node, &as_owner, given.record.id, None).await.unwrap();
    let taken = token(&world, &as_owner, "taken", Role::Viewer).await;
    let taken = tokens::rotate(&world.node, &as_ada, taken.record.id, None).await.unwrap();
    let hosts = token(&world, &world.host(), "hosts", Role::Operator).await;
    let before = world.entries().len();
    let removed = members::remove(&world.node, &as_owner, ada.member, None).await.unwrap();
    assert_eq!(removed.tokens_revoked, 3);
    let done = world.done_since(before);
    assert_eq!(done.iter().filter(|action| **action == Action::TokenRevoke).count(), 3, "an entry for each");
    assert_eq!((done.len(), done[0], done[4]), (5, Action::MemberLeave, Action::MemberRemove));
    assert!(world.entries()[before..].iter().all(|entry| entry.draft.actor == as_owner.actor()));
    for gone in [&own, &child, &taken] {
        assert_eq!(with(&world, gone).await.map(drop), Err(AuthenticateError::Unknown));
        assert_eq!(
            (on_record(&world, gone).made_by, on_record(&world, gone).revoked_at.is_some()),
            (Some(ada.user), true)
        );
        assert!(
            world.entries()[before..].iter().any(|entry| entry.draft.target == Target::Token(gone.record.id))
        );
    }
    for stays in [&given, &hosts] {
        assert!(with(&world, stays).await.is_ok() && on_record(&world, stays).revoked_at.is_none());
    }
    assert_eq!(
        (on_record(&world, &given).made_by, on_record(&world, &hosts).made_by),
        (as_owner.person(), None)
    );
    // What was begun with one of them is not written any more.
    let late = CreateToken { name: Name::parse("late").unwrap(), role: Role::Viewer, expires_at: None };
    assert_eq!(tokens::create(&world.node, &by_token, late).await.map(drop), Err(ManageError::CallerGone));
}

/// Between the first write of a removal and the revocation of each token.
async fn a_place_that_is_being_left_is_none(world: World) {
    let (_, ada) = two(&world, Role::Admin).await;
    let own = token(&world, &world.as_(ada), "own", Role::Admin).await;
    let (id, revision) = (own.record.id, own.record.revision);
    let again = async || {
        tokens::recognise_again(&world.node, (id, revision), None, ClientName::default()).await.unwrap()
    };
    assert!(with(&world, &own).await.is_ok() && again().await.is_some());
    world.mark_leaving(ada).await;
    assert_eq!(with(&world, &own).await.map(drop), Err(AuthenticateError::Unknown));
    assert!(again().await.is_none(), "nor does a session that was begun with it go on");
    members::finish_leaving(&world.node).await.unwrap();
    assert!(on_record(&world, &own).revoked_at.is_some());
}

async fn a_role_that_is_too_low_takes_them(world: World) {
    let (as_owner, ada) = two(&world, Role::Admin).await;
    let own = token(&world, &world.as_(ada), "own", Role::KeyManager).await;
    let before = world.entries().len();
    let edited = members::edit(&world.node, &as_owner, ada.member, Role::KeyManager, 1).await.unwrap();
    assert_eq!(edited.tokens_revoked, 1);
    assert_eq!(world.done_since(before), [Action::MemberEdit, Action::TokenRevoke]);
    assert!(world.entries()[before].draft.detail.to_string().ends_with("; tokens to be revoked: 1"));
    assert_eq!(with(&world, &own).await.map(drop), Err(AuthenticateError::Unknown));
    let raised = members::edit(&world.node, &as_owner, ada.member, Role::Admin, 2).await.unwrap();
    assert_eq!(raised.tokens_revoked, 0);
    assert!(with(&world, &own).await.is_err(), "it is gone for good");
}

async fn a_lowering_that_was_stopped_is_finished(mut world: World) {
    let (as_owner, ada) = two(&world, Role::Admin).await;
    let own = token(&world, &world.as_(ada), "own", Role::Viewer).await;
    world.store.faults().at(2, Fault::Crash { written: false });
    let stopped = members::edit(&world.node, &as_owner, ada.member, Role::Auditor, 1).await;
    assert_eq!(stopped, Err(ManageError::Unavailable));
    world.restart();
    assert_eq!(world.member(ada.member).unwrap().role, Role::Auditor);
    assert!(on_record(&world, &own).revoked_at.is_none(), "the tooth: something is left to do");
    assert!(with(&world, &own).await.is_err(), "and it is kept out already");
    members::finish_leaving(&world.node).await.unwrap();
    assert!(on_record(&world, &own).revoked_at.is_some());
    let before = world.entries().len();
    members::finish_leaving(&world.node).await.unwrap();
    assert_eq!(world.entries().len(), before, "there is nothing left to do");
}

async fn nobody_loses_what_the_role_could_still_hand_out(world: World) {
    let (as_owner, ada) = two(&world, Role::Owner).await;
    let own = token(&world, &world.as_(ada), "own", Role::Admin).await;
    let edited = members::edit(&world.node, &as_owner, ada.member, Role::Admin, 1).await.unwrap();
    assert_eq!(edited.tokens_revoked, 0);
    assert!(with(&world, &own).await.is_ok());
}

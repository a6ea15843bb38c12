//! Staying signed in, and not.

use crate::common::generous;
use crate::world::{ADA, BOB, DESK, LAB, World, from};
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::entry::Actor;
use claviger::core::id::SessionId;
use claviger::core::role::Role;
use claviger::manage::factors::profile;
use claviger::manage::sessions::{self, NewSession};
use claviger::manage::{Caller, ManageError, Operation, Thing};

/// Tooth: `rotated` that keeps the digest, and the old token goes on working.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turning_to_another_account_gives_another_token_and_the_old_one_is_dead() {
    let world = World::new().await;
    world.place(ADA, LAB, Role::KeyManager).await;
    let old = world.enter("ada").await;
    let signed = world.signed(&old).await;
    assert_eq!(
        signed.accounts.iter().map(|(_, role)| *role).collect::<Vec<_>>(),
        [Role::Owner, Role::KeyManager]
    );
    let seen = world.entries().len();
    let new = sessions::switch(&world.node, &signed, LAB).await.unwrap();
    assert_eq!(world.actions(seen), [Action::SessionSwitch]);
    assert!(world.recognise(&old.token.reveal()).await.is_none());
    let there = world.signed(&new).await;
    assert_eq!((there.account.id, there.caller.role), (LAB, Role::KeyManager));
    assert_eq!(there.session.id, old.session.id, "it is the same session");
    // Where there is no place there is nothing to turn to.
    let bob = world.signed(&world.enter("bob").await).await;
    let refused = sessions::switch(&world.node, &bob, LAB).await.map(drop);
    assert_eq!(refused, Err(ManageError::NotFound(Thing::Account)));
}

/// Tooth: `is_live` left out where a session is looked up, or `prolonged` without its absolute limit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_unused_and_at_its_absolute_limit_however_much_it_is_used() {
    let world = World::with(Limits { session_idle_secs: 1800, session_secs: 7200, ..generous() }).await;
    let idle = world.enter("ada").await;
    world.clock.step_secs(1799);
    world.signed(&idle).await;
    // What prolongs it goes behind the request, in the same queue as this.
    world.write(Vec::new()).await;
    world.clock.step_secs(1799);
    world.signed(&idle).await;
    world.write(Vec::new()).await;
    world.clock.step_secs(1800);
    assert!(world.recognise(&idle.token.reveal()).await.is_none());
    let used = world.enter("ada").await;
    for _ in 0..7 {
        world.clock.step_secs(1000);
        world.signed(&used).await;
        world.write(Vec::new()).await;
    }
    world.clock.step_secs(200);
    assert!(world.recognise(&used.token.reveal()).await.is_none());
}

/// Tooth: a live view that recognises as a request does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_left_open_does_not_keep_a_session_from_going_idle() {
    let world = World::with(Limits { session_idle_secs: 1800, session_secs: 7200, ..generous() }).await;
    let new = world.enter("ada").await;
    for _ in 0..3 {
        world.clock.step_secs(599);
        assert!(sessions::watch(&world.node, &new.token.reveal(), &from(1)).await.unwrap().is_some());
        world.write(Vec::new()).await;
    }
    world.clock.step_secs(3);
    assert!(sessions::watch(&world.node, &new.token.reveal(), &from(1)).await.unwrap().is_none());
    assert!(world.recognise(&new.token.reveal()).await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn use_alone_writes_no_entry() {
    let world = World::new().await;
    let new = world.enter("ada").await;
    let seen = world.entries().len();
    for _ in 0..5 {
        world.clock.step_secs(90);
        world.signed(&new).await;
    }
    assert_eq!(world.entries().len(), seen);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_it_once_and_for_all_and_is_told_once() {
    let world = World::new().await;
    let new = world.enter("ada").await;
    let (signed, seen) = (world.signed(&new).await, world.entries().len());
    sessions::sign_out(&world.node, &signed).await.unwrap();
    sessions::sign_out(&world.node, &signed).await.unwrap();
    assert_eq!(world.actions(seen), [Action::SessionEnd]);
    assert!(world.recognise(&new.token.reveal()).await.is_none());
    for bad in ["", "x", &new.token.reveal()[1..], &"A".repeat(43), &"é".repeat(22)] {
        assert!(world.recognise(bad).await.is_none(), "{bad}");
    }
}

/// Nothing begun by a session that has ended is written. Tooth: `teeth::tooth_a_standing_that_is_not_judged_is_caught`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_outlives_the_session_it_was_begun_with() {
    let world = World::new().await;
    let (one, other) = (world.enter("ada").await, world.enter("ada").await);
    let (one, other) = (world.signed(&one).await, world.signed(&other).await);
    assert_eq!(sessions::end_others(&world.node, &other.caller).await, Ok(1));
    let name = Some(claviger::core::text::Name::parse("Ada L.").unwrap());
    let late = profile::edit(&world.node, &one, name.clone(), None).await.map(drop);
    assert_eq!(late, Err(ManageError::CallerGone));
    assert_eq!(sessions::end(&world.node, &one.caller, other.session.id).await, Err(ManageError::CallerGone));
    profile::edit(&world.node, &other, name, None).await.unwrap();
    assert_eq!(world.user(ADA).name.as_str(), "Ada L.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_sees_and_ends_their_own_sessions() {
    let world = World::new().await;
    let (here, there) = (world.enter("ada").await, world.enter("ada").await);
    world.enter("bob").await;
    let signed = world.signed(&here).await;
    let views = sessions::list(&world.node, &signed.caller, None).await.unwrap();
    let shown: Vec<(SessionId, bool)> = views.iter().map(|view| (view.session.id, view.current)).collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.contains(&(here.session.id, true)) && shown.contains(&(there.session.id, false)));
    let seen = world.entries().len();
    sessions::end(&world.node, &signed.caller, there.session.id).await.unwrap();
    assert_eq!(world.actions(seen), [Action::SessionEnd]);
    let again = sessions::end(&world.node, &signed.caller, there.session.id).await;
    assert_eq!(again, Err(ManageError::NotFound(Thing::Session)));
}

/// Teeth: `member_of` left out (a stranger's session could be ended), `may_appoint` left out (an admin could end an
/// owner's).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_end_only_sessions_of_whom_they_have_a_say_over() {
    let world = World::new().await;
    let (ada, bob) = (world.enter("ada").await, world.enter("bob").await);
    let (ada, bob) = (world.signed(&ada).await, world.signed(&bob).await);
    let of_ada = sessions::end(&world.node, &bob.caller, ada.session.id).await;
    let operation = Operation::MemberSessionEnd;
    assert_eq!(of_ada, Err(ManageError::Forbidden { role: Role::Viewer, operation }));
    let seen = sessions::list(&world.node, &bob.caller, Some(ADA)).await.map(drop);
    assert!(matches!(seen, Err(ManageError::Forbidden { .. })), "{seen:?}");
    let admin = Caller { role: Role::Admin, ..ada.caller.clone() };
    let above = sessions::end(&world.node, &Caller { by: None, ..admin }, ada.session.id).await;
    assert_eq!(above, Err(ManageError::AboveOwnRole { own: Role::Admin, other: Role::Owner }));
    let elsewhere = Caller { account: LAB, by: None, ..ada.caller.clone() };
    let stranger = sessions::end(&world.node, &elsewhere, bob.session.id).await;
    assert_eq!(stranger, Err(ManageError::NotFound(Thing::Session)));
    assert_eq!(sessions::list(&world.node, &ada.caller, Some(BOB)).await.unwrap().len(), 1);
    sessions::end(&world.node, &ada.caller, bob.session.id).await.unwrap();
    assert!(sessions::list(&world.node, &ada.caller, Some(BOB)).await.unwrap().is_empty());
    let entry = world.entries().pop().unwrap().draft;
    assert_eq!((entry.actor, entry.account), (Actor::User(ADA), DESK));
}

/// Tooth: the question whether the person is in another account, left out: an admin here would keep them out there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_kept_out_of_one_account_from_another() {
    let world = World::new().await;
    world.place(BOB, LAB, Role::Owner).await;
    let (ada, bob) = (world.enter("ada").await, world.enter("bob").await);
    let (ada, bob) = (world.signed(&ada).await, world.signed(&bob).await);
    let ended = sessions::end(&world.node, &ada.caller, bob.session.id).await;
    assert_eq!(ended, Err(ManageError::ElsewhereToo));
    sessions::end(&world.node, &bob.caller, bob.session.id).await.unwrap();
}

/// What a person does for themselves, no token may, not even an operator's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_no_person() {
    let world = World::new().await;
    let operator = Caller::system(DESK);
    let told = sessions::end_others(&world.node, &operator).await;
    let operation = Operation::SessionEndOthers;
    assert_eq!(told, Err(ManageError::Forbidden { role: Role::Operator, operation }));
    assert!(sessions::list(&world.node, &operator, None).await.is_err());
}

/// A role that was changed counts from the next request on, and a place that is left counts no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_somebody_asks_from_is_told_and_not_what_they_came_with() {
    let world = World::new().await;
    let new: NewSession = world.enter("ada").await;
    let elsewhere = sessions::recognise(&world.node, &new.token.reveal(), &from(77)).await.unwrap().unwrap();
    assert_eq!(elsewhere.caller.source, from(77).source);
    assert_eq!(elsewhere.session.source, from(1).source);
}

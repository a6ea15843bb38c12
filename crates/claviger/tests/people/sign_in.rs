//! Signing in with a password: one entry, and nobody is told who exists.

use crate::common::generous;
use crate::world::{ADA, PASSWORD, World, from, origin};
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Outcome, Target};
use claviger::core::reason::{Detail, Reason};
use claviger::core::store::{RecordKind, RecordWrite};
use claviger::manage::sessions::{Given, SignInError, SignedIn, prove_sign_in};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_password_is_one_session_and_one_entry() {
    let world = World::new().await;
    let seen = world.entries().len();
    let new = world.enter(" ADA ").await;
    let entry = world.entries().pop().unwrap().draft;
    assert_eq!(world.actions(seen), [Action::SessionBegin]);
    assert_eq!((entry.actor, entry.outcome), (Actor::User(ADA), Outcome::Changed));
    assert_eq!(entry.target, Target::Record(RecordKind::Session, new.session.id.as_u64()));
    let signed = world.signed(&new).await;
    assert_eq!((signed.user.id, signed.account.name.as_str()), (ADA, "Desk"));
    assert!(signed.caller.proven && signed.caller.person() == Some(ADA));
}

/// The texts are the same, and so is the work: one slow hash each, which costs as much for nobody (`claviger-seal`).
/// Tooth: an early return of `sign_in` for an unknown login.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_told_who_exists() {
    let world = World::new().await;
    let mut told = Vec::new();
    for (login, text) in [("ada", "wrong"), ("nobody", "wrong"), ("not a login", "wrong"), ("ada", "")] {
        let before = world.hashes();
        let error = world.sign_in_from(login, text, 9).await.map(drop).unwrap_err();
        told.push((error, error.to_string(), world.hashes() - before));
    }
    assert!(told.iter().all(|one| *one == (SignInError::Wrong, told[0].1.clone(), 1)), "{told:?}");
}

/// Without a place in any account there is nothing to come to. Tooth: `acting` that gives places which are not there,
/// or of whoever is leaving.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_place_does_not_get_in() {
    let world = World::new().await;
    let new = world.enter("ada").await;
    let id = ADA.as_u64() * 100 + 1;
    world.write(vec![RecordWrite::Remove { kind: RecordKind::Member, id, from: 1 }]).await;
    assert_eq!(world.sign_in_from("ada", PASSWORD, 1).await.map(drop), Err(SignInError::Wrong));
    assert!(world.recognise(&new.token.reveal()).await.is_none(), "nor does who is in stay");
}

/// Tooth: the `wait` of the throttle that knows where the person signed in before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_cannot_lock_a_person_out_and_wait_themselves() {
    let world = World::with(Limits { sign_in_failures: 2, ..generous() }).await;
    world.enter("ada").await;
    let mut throttled = 0;
    for last in [2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8] {
        match world.sign_in_from("ada", "wrong", last).await.map(drop) {
            Err(SignInError::Throttled { wait_secs }) => throttled += u32::from(wait_secs > 0),
            other => assert_eq!(other, Err(SignInError::Wrong)),
        }
    }
    assert!(throttled >= 6, "{throttled}");
    // At home even a slip of the finger costs nothing.
    assert_eq!(world.sign_in_from("ada", "wrong", 1).await.map(drop), Err(SignInError::Wrong));
    let before = world.hashes();
    assert!(matches!(world.sign_in_from("ada", PASSWORD, 8).await, Err(SignInError::Throttled { .. })));
    assert_eq!(world.hashes(), before, "who waits costs nothing, and is not told that it was right");
    world.enter("ada").await;
    assert!(world.sign_in_from("ada", PASSWORD, 50).await.is_ok(), "from a new place, too");
}

/// However often a stranger tries, the log gets one entry, with a count. Tooth: an entry for each instead.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_tries_are_told_folded_and_only_of_people() {
    let world = World::new().await;
    let seen = world.entries().len();
    for login in ["ada", "nobody", "ada", "ada"] {
        let _ = world.sign_in_from(login, "wrong", 9).await;
    }
    world.node.shut_down().await;
    let entries = world.entries();
    assert_eq!(world.actions(seen), [Action::SignInFailed]);
    let entry = &entries.last().unwrap().draft;
    assert_eq!((entry.actor, entry.outcome), (Actor::User(ADA), Outcome::Folded));
    assert_eq!((entry.reason, &entry.detail), (Reason::PasswordWrong, &Detail::Count(3)));
}

/// Somebody knows the password and has not the factor: that is told, once and with a count, and becomes slow. Whoever has
/// the factor is neither told of nor slowed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_password_that_stops_halfway_is_told_and_metered() {
    let world = World::new().await;
    let (_, secret, _) = world.with_totp("ada").await;
    let seen = world.entries().len();
    for _ in 0..12 {
        world.clock.step_secs(30);
        let wanted = world.asked("ada").await;
        let given = Given::Totp(world.code(&secret));
        prove_sign_in(&world.node, &wanted.ticket, given, &origin(), &from(1)).await.unwrap();
    }
    world.clock.step_secs(600);
    world.node.flush();
    world.write(Vec::new()).await;
    assert!(!world.actions(seen).contains(&Action::SignInHalfway));
    let (seen, before) = (world.entries().len(), world.hashes());
    let mut throttled = 0;
    for _ in 0..20 {
        match world.sign_in_from("ada", PASSWORD, 66).await.map(drop) {
            Err(SignInError::Throttled { .. }) => throttled += 1,
            other => assert_eq!(other, Ok(())),
        }
    }
    assert_eq!((throttled, world.hashes() - before), (15, 5), "who waits costs nothing");
    world.clock.step_secs(299);
    world.node.flush();
    world.write(Vec::new()).await;
    assert!(!world.actions(seen).contains(&Action::SignInHalfway), "the factor may still come");
    world.clock.step_secs(1);
    world.node.flush();
    world.write(Vec::new()).await;
    let entries = world.entries();
    let told: Vec<_> =
        entries[seen..].iter().filter(|one| one.draft.action == Action::SignInHalfway).collect();
    assert_eq!(told.len(), 1);
    let entry = &told[0].draft;
    assert_eq!((entry.actor, entry.outcome), (Actor::User(ADA), Outcome::Folded));
    assert_eq!((entry.reason, &entry.detail), (Reason::FactorNotGiven, &Detail::Count(5)));
    assert!(entry.source.is_some());
}

/// Tooth: `teeth::tooth_a_password_that_is_not_required_is_caught`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_was_changed_meanwhile_gets_nobody_in() {
    let world = World::new().await;
    let mut late = 0;
    for round in 0..8 {
        let mut user = world.user(ADA);
        let from = user.revision;
        user.revision += 1;
        let update = vec![RecordWrite::Update { record: user.record().unwrap(), from }];
        let before = world.sessions();
        let (entered, ()) = tokio::join!(world.sign_in_from("ada", PASSWORD, 1), world.write(update));
        match entered {
            Ok(SignedIn::In(_)) => assert_eq!(world.sessions(), before + 1, "round {round}"),
            other => {
                assert_eq!(other.map(drop), Err(SignInError::Stale), "round {round}");
                assert_eq!(world.sessions(), before);
                late += 1;
            }
        }
    }
    // The hash takes longer than the change, so that lands between the look-up and the commit.
    assert!(late > 0, "the change never came in between");
}

/// Tooth: `room` without its removals.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_session_used_least_recently_makes_room() {
    let world = World::with(Limits { sessions_per_person: 2, ..generous() }).await;
    let (first, second) = (world.enter("ada").await, world.enter("ada").await);
    world.clock.step_secs(120);
    world.signed(&first).await;
    // The prolonging goes behind the request; a change behind it in the same queue has seen it.
    world.write(Vec::new()).await;
    let third = world.enter("ada").await;
    assert!(world.recognise(&second.token.reveal()).await.is_none());
    world.signed(&first).await;
    world.signed(&third).await;
    assert_eq!(world.sessions(), 2);
}

//! Changing a password.

use crate::world::{ADA, PASSWORD, World, from};
use claviger::core::action::Action;
use claviger::core::people::STEP_UP_SECS;
use claviger::manage::ManageError;
use claviger::manage::factors::{FactorError, password, profile};
use claviger::manage::sessions::{self, SignInError};

const NEW: &str = "quartz lantern bicycle";

/// Teeth: the `RemoveOwned` of sessions; `rotated` that keeps the token.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_every_other_session_and_gives_this_one_another_token() {
    let world = World::new().await;
    let (here, there, bob) = (world.enter("ada").await, world.enter("ada").await, world.enter("bob").await);
    let (signed, other) = (world.signed(&here).await, world.signed(&there).await);
    let seen = world.entries().len();
    let new = password::change(&world.node, &signed, PASSWORD, NEW, &from(1)).await.unwrap();
    assert_eq!(world.actions(seen), [Action::PasswordChange]);
    for token in [&here.token, &there.token] {
        assert!(world.recognise(&token.reveal()).await.is_none());
    }
    world.signed(&new).await;
    world.signed(&bob).await;
    assert_eq!(world.sign_in_from("ada", PASSWORD, 1).await.map(drop), Err(SignInError::Wrong));
    assert!(world.sign_in_from("ada", NEW, 1).await.is_ok());
    // Nothing that the ended session had begun is written.
    let name = claviger::core::text::Name::parse("Mallory").ok();
    let late = profile::edit(&world.node, &other, name, None).await.map(drop);
    assert_eq!(late, Err(ManageError::CallerGone));
    let (user, late) = (world.user(ADA).name, sessions::end_others(&world.node, &other.caller).await);
    assert_eq!((user.as_str(), late), ("ada", Err(ManageError::CallerGone)));
}

/// Tooth: the comparison with the old password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_old_one_is_wanted_and_a_wrong_one_is_told() {
    let world = World::new().await;
    let signed = world.signed(&world.enter("ada").await).await;
    let seen = world.entries().len();
    let wrong = password::change(&world.node, &signed, "wrong", NEW, &from(1)).await.map(drop);
    assert_eq!((wrong, world.actions(seen)), (Err(FactorError::Wrong), vec![Action::StepUpFailed]));
    let mut tried = 0;
    for _ in 0..20 {
        let done = password::change(&world.node, &signed, "wrong", NEW, &from(9)).await.map(drop);
        tried += usize::from(done == Err(FactorError::Wrong));
    }
    assert_eq!(tried, 5, "and then it takes patience");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_one_is_judged_by_what_stands_beside_it() {
    let world = World::new().await;
    let signed = world.signed(&world.enter("ada").await).await;
    let change =
        async |signed, new: &str| password::change(&world.node, signed, PASSWORD, new, &from(1)).await;
    for weak in ["vK9#pW2qL", "aaaaaaaaaaaaaaaaaaaa", "Desk Desk Desk ada", ""] {
        let done = change(&signed, weak).await.map(drop);
        assert!(matches!(done, Err(FactorError::Weak(_))), "{weak}");
    }
    let (new, ..) = world.with_totp("bob").await;
    let signed = world.signed(&new).await;
    let new = change(&signed, "vK9#pW2qL").await.unwrap();
    assert!(!new.user.password_long, "it could not stand alone, which is remembered");
}

/// Tooth: `proof_at` given whatever there is. A password that was seen must not open what asks for more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_alone_proves_nothing_where_there_is_a_second_factor() {
    let world = World::new().await;
    let (with, ..) = world.with_totp("ada").await;
    let without = world.enter("bob").await;
    world.clock.step_secs(STEP_UP_SECS);
    for (new, proven) in [(with, false), (without, true)] {
        let signed = world.signed(&new).await;
        assert!(!signed.caller.proven);
        let new = password::change(&world.node, &signed, PASSWORD, NEW, &from(1)).await.unwrap();
        assert_eq!(world.signed(&new).await.caller.proven, proven);
    }
}

//! Proving again: what asks for it, and what it takes.

use crate::world::{PASSWORD, World, from, is_refused, origin};
use claviger::core::action::Action;
use claviger::core::people::STEP_UP_SECS;
use claviger::core::role::Role;
use claviger::core::text::Name;
use claviger::manage::factors::{FactorError, recovery, totp};
use claviger::manage::sessions::{Given, SignInError, Signed, step_up, step_up_options};
use claviger::manage::tokens::{CreateToken, create, rotate};
use claviger::manage::{Caller, ManageError};
use zeroize::Zeroizing;

fn password(text: &str) -> Given {
    Given::Password(Zeroizing::new(text.to_owned()))
}

/// Teeth: the `require_proof` of each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_asks_for_a_recent_proof_refuses_without_one() {
    let world = World::new().await;
    let (new, ..) = world.with_totp("ada").await;
    let token =
        |name: &str| CreateToken { name: Name::parse(name).unwrap(), role: Role::Viewer, expires_at: None };
    let signed = world.signed(&new).await;
    let made = create(&world.node, &signed.caller, token("one")).await.unwrap();
    world.clock.step_secs(STEP_UP_SECS);
    let late = world.signed(&new).await;
    assert!(!late.caller.proven);
    let wanted = ManageError::ProofWanted;
    assert_eq!(create(&world.node, &late.caller, token("two")).await.map(drop), Err(wanted));
    assert!(world.entries().last().is_some_and(is_refused));
    assert_eq!(rotate(&world.node, &late.caller, made.record.id, None).await.map(drop), Err(wanted));
    assert_eq!(totp::begin(&world.node, &late).await.map(drop), Err(wanted));
    assert_eq!(totp::remove(&world.node, &late).await.map(drop), Err(FactorError::Manage(wanted)));
    assert_eq!(recovery::renew(&world.node, &late).await.map(drop), Err(wanted));
    // A token has always proved who holds it.
    assert!(create(&world.node, &Caller::system(late.account.id), token("host")).await.is_ok());
}

/// Tooth: `rotated` without another token, or without the proof.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_is_enough_for_who_has_nothing_else() {
    let world = World::new().await;
    let old = world.enter("ada").await;
    world.clock.step_secs(STEP_UP_SECS);
    let signed = world.signed(&old).await;
    let wanted = step_up_options(&world.node, &signed, &origin()).await.unwrap();
    assert!(wanted.password && !wanted.totp && !wanted.recovery);
    let seen = world.entries().len();
    let prove = async |given| step_up(&world.node, &signed, &wanted.ticket, given, &origin(), &from(1)).await;
    assert_eq!(prove(password("wrong")).await.map(drop), Err(SignInError::Wrong));
    let new = prove(password(PASSWORD)).await.unwrap();
    assert_eq!(world.actions(seen), [Action::StepUpFailed, Action::StepUp]);
    assert!(world.recognise(&old.token.reveal()).await.is_none());
    assert!(world.signed(&new).await.caller.proven);
    // The ticket was for the session as it was.
    assert_eq!(prove(password(PASSWORD)).await.map(drop), Err(SignInError::Stale));
}

/// Tooth: `takes_password`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_is_not_enough_for_who_has_a_second_factor() {
    let world = World::new().await;
    let (new, secret, codes) = world.with_totp("ada").await;
    world.clock.step_secs(STEP_UP_SECS);
    let signed: Signed = world.signed(&new).await;
    let wanted = step_up_options(&world.node, &signed, &origin()).await.unwrap();
    assert!(wanted.totp && wanted.recovery && !wanted.password);
    let prove = async |given| step_up(&world.node, &signed, &wanted.ticket, given, &origin(), &from(1)).await;
    assert_eq!(prove(password(PASSWORD)).await.map(drop), Err(SignInError::Wrong));
    let new = prove(Given::Totp(world.code(&secret))).await.unwrap();
    let signed = world.signed(&new).await;
    assert!(signed.caller.proven);
    let wanted = step_up_options(&world.node, &signed, &origin()).await.unwrap();
    let given = Given::Recovery(codes.codes[0].to_string());
    let seen = world.entries().len();
    assert!(step_up(&world.node, &signed, &wanted.ticket, given, &origin(), &from(1)).await.is_ok());
    assert_eq!(world.actions(seen), [Action::RecoveryUse]);
}

/// Tooth: the `attempt` around it. Whoever has somebody's browser does not have all day to guess.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_in_a_session_are_few() {
    let world = World::new().await;
    let signed = world.signed(&world.enter("ada").await).await;
    let wanted = step_up_options(&world.node, &signed, &origin()).await.unwrap();
    let mut wrong = 0;
    for _ in 0..20 {
        let done =
            step_up(&world.node, &signed, &wanted.ticket, password("wrong"), &origin(), &from(9)).await;
        wrong += usize::from(done.map(drop) == Err(SignInError::Wrong));
    }
    assert_eq!(wrong, 5);
}

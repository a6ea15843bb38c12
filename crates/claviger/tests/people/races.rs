//! The same proof, given twice at the same time. Tooth: `teeth::tooth_records_written_over_are_caught`.

use crate::world::{World, from, origin};
use claviger::manage::sessions::{Given, NewSession, SignInError, prove_sign_in, step_up, step_up_options};

fn entered(one: &Result<NewSession, SignInError>, other: &Result<NewSession, SignInError>) -> usize {
    for done in [one, other] {
        let lost = done.as_ref().err();
        assert!(
            lost.is_none_or(|error| matches!(error, SignInError::Stale | SignInError::Wrong)),
            "{lost:?}"
        );
    }
    usize::from(one.is_ok()) + usize::from(other.is_ok())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_gets_one_of_two_in() {
    let world = World::new().await;
    let (_, secret, _) = world.with_totp("ada").await;
    for round in 0..6 {
        world.clock.step_secs(30);
        let (one, other) = (world.asked("ada").await, world.asked("ada").await);
        let prove = |ticket: String| {
            let given = Given::Totp(world.code(&secret));
            async { prove_sign_in(&world.node, &{ ticket }, given, &origin(), &from(1)).await }
        };
        let (one, other) = tokio::join!(prove(one.ticket), prove(other.ticket));
        assert_eq!(entered(&one, &other), 1, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_recovery_code_gets_one_of_two_in() {
    let world = World::new().await;
    let (_, _, codes) = world.with_totp("ada").await;
    for code in &codes.codes {
        let (one, other) = (world.asked("ada").await, world.asked("ada").await);
        let prove = |ticket: String| {
            let given = Given::Recovery(code.to_string());
            async { prove_sign_in(&world.node, &{ ticket }, given, &origin(), &from(1)).await }
        };
        let (one, other) = tokio::join!(prove(one.ticket), prove(other.ticket));
        assert_eq!(entered(&one, &other), 1, "{}", code.as_str());
    }
}

/// A sign-in and a step-up are two uses, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_proves_one_thing() {
    let world = World::new().await;
    let (new, secret, _) = world.with_totp("ada").await;
    let mut signed = world.signed(&new).await;
    for round in 0..6 {
        world.clock.step_secs(30);
        let (wanted, asked) =
            (step_up_options(&world.node, &signed, &origin()).await.unwrap(), world.asked("ada").await);
        let code = || Given::Totp(world.code(&secret));
        let (origin, place) = (origin(), from(1));
        let (one, other) = tokio::join!(
            step_up(&world.node, &signed, &wanted.ticket, code(), &origin, &place),
            prove_sign_in(&world.node, &asked.ticket, code(), &origin, &place),
        );
        assert_eq!(entered(&one, &other), 1, "round {round}");
        if let Ok(new) = one {
            signed = world.signed(&new).await;
        }
    }
}

//! A ticket is good for one act, one person as they are, and five minutes.

use crate::world::{ADA, World, from, origin};
use claviger::core::store::RecordWrite;
use claviger::manage::factors::totp;
use claviger::manage::sessions::{Given, SignInError, prove_sign_in, step_up, step_up_options};

async fn prove(world: &World, ticket: &str, code: String) -> Result<(), SignInError> {
    prove_sign_in(&world.node, ticket, Given::Totp(code), &origin(), &from(1)).await.map(drop)
}

/// Tooth: `is_of` without the revision, and a fresh code makes the old ticket good again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_used_once() {
    let world = World::new().await;
    let (_, secret, _) = world.with_totp("ada").await;
    world.clock.step_secs(30);
    let wanted = world.asked("ada").await;
    assert_eq!(prove(&world, &wanted.ticket, world.code(&secret)).await, Ok(()));
    world.clock.step_secs(30);
    assert_eq!(prove(&world, &wanted.ticket, world.code(&secret)).await, Err(SignInError::Stale));
}

/// Tooth: as above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_does_not_outlive_the_password_it_was_given_for() {
    let world = World::new().await;
    let (_, secret, _) = world.with_totp("ada").await;
    world.clock.step_secs(30);
    let wanted = world.asked("ada").await;
    let mut user = world.user(ADA);
    let from = user.revision;
    user.revision += 1;
    world.write(vec![RecordWrite::Update { record: user.record().unwrap(), from }]).await;
    assert_eq!(prove(&world, &wanted.ticket, world.code(&secret)).await, Err(SignInError::Stale));
}

/// Tooth: `left > 0` in `Ticket::open`; and the upper bound, for a clock that was set back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_lasts_five_minutes() {
    let world = World::new().await;
    let (_, secret, _) = world.with_totp("ada").await;
    world.clock.step_secs(30);
    let (early, late) = (world.asked("ada").await, world.asked("ada").await);
    world.clock.step_secs(299);
    assert_eq!(prove(&world, &early.ticket, "000000".into()).await, Err(SignInError::Wrong));
    world.clock.step_secs(1);
    assert_eq!(prove(&world, &late.ticket, world.code(&secret)).await, Err(SignInError::Stale));
}

/// Teeth: the act left out of the binding; the session left out of `is_of`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_good_for_its_own_act_person_and_session() {
    let world = World::new().await;
    let (ada, secret, _) = world.with_totp("ada").await;
    let (bob, bobs, _) = world.with_totp("bob").await;
    let (ada, bob) = (world.signed(&ada).await, world.signed(&bob).await);
    world.clock.step_secs(30);
    let code = || Given::Totp(world.code(&secret));
    let own = step_up_options(&world.node, &ada, &origin()).await.unwrap().ticket;
    let signing_in = world.asked("ada").await.ticket;
    let setting_up = totp::begin(&world.node, &ada).await.unwrap().ticket;
    assert_eq!(prove(&world, &own, world.code(&secret)).await, Err(SignInError::Stale), "another act");
    for ticket in [&signing_in, &setting_up] {
        let done = step_up(&world.node, &ada, ticket, code(), &origin(), &from(1)).await.map(drop);
        assert_eq!(done, Err(SignInError::Stale), "another act");
    }
    let given = Given::Totp(world.code(&bobs));
    let done = step_up(&world.node, &bob, &own, given, &origin(), &from(1)).await.map(drop);
    assert_eq!(done, Err(SignInError::Stale), "another person");
    let entered = prove_sign_in(&world.node, &signing_in, code(), &origin(), &from(1)).await.unwrap();
    let elsewhere = world.signed(&entered).await;
    world.clock.step_secs(30);
    let own = step_up_options(&world.node, &ada, &origin()).await.unwrap().ticket;
    let done = step_up(&world.node, &elsewhere, &own, code(), &origin(), &from(1)).await.map(drop);
    assert_eq!(done, Err(SignInError::Stale), "another session");
    assert!(step_up(&world.node, &ada, &own, code(), &origin(), &from(1)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_one_is_none() {
    let world = World::new().await;
    let (_, secret, _) = world.with_totp("ada").await;
    world.clock.step_secs(30);
    let ticket = world.asked("ada").await.ticket;
    for at in (0..ticket.len()).step_by(17) {
        let mut bytes = ticket.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert_eq!(prove(&world, &changed, world.code(&secret)).await, Err(SignInError::Stale), "{at}");
    }
    for bad in ["", "AAAA", &"A".repeat(100_000), "é"] {
        assert_eq!(prove(&world, bad, world.code(&secret)).await, Err(SignInError::Stale));
    }
    assert_eq!(prove(&world, &ticket, world.code(&secret)).await, Ok(()));
}

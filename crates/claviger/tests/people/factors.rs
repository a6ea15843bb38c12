//! Second factors of people.

use crate::world::{ADA, World, from, origin};
use claviger::core::action::Action;
use claviger::core::entry::Outcome;
use claviger::core::people::HelpPage;
use claviger::core::store::RecordWrite;
use claviger::manage::ManageError;
use claviger::manage::factors::{FactorError, help, overview, profile, recovery, totp};
use claviger::manage::sessions::{Given, SignInError, prove_sign_in};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_set_up_is_wanted_from_then_on() {
    let world = World::new().await;
    let seen = world.entries().len();
    let (new, secret, codes) = world.with_totp("ada").await;
    assert_eq!(world.actions(seen), [Action::SessionBegin, Action::FactorAdd]);
    assert_eq!(codes.codes.len(), recovery::CODES);
    world.signed(&new).await;
    world.clock.step_secs(30);
    let wanted = world.asked("ada").await;
    assert!(wanted.totp && wanted.recovery && !wanted.password && wanted.passkeys.is_none());
    let seen = world.entries().len();
    let given = Given::Totp(format!(" {} ", world.code(&secret)));
    let entered = prove_sign_in(&world.node, &wanted.ticket, given, &origin(), &from(1)).await.unwrap();
    assert_eq!(world.actions(seen), [Action::SessionBegin]);
    world.signed(&entered).await;
}

/// Tooth: the comparison with `totp_last_step` in `use_up`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_good_once() {
    let world = World::new().await;
    let (_, secret, _) = world.with_totp("ada").await;
    // The code that set it up is used up by that.
    let prove = async |code: &str| {
        let wanted = world.asked("ada").await;
        prove_sign_in(&world.node, &wanted.ticket, Given::Totp(code.into()), &origin(), &from(1))
            .await
            .map(drop)
    };
    assert_eq!(prove(&world.code(&secret)).await, Err(SignInError::Wrong));
    world.clock.step_secs(30);
    let code = world.code(&secret);
    assert_eq!(prove(&code).await, Ok(()));
    assert_eq!(prove(&code).await, Err(SignInError::Wrong), "in the same step");
    world.clock.step_secs(30);
    assert_eq!(prove(&code).await, Err(SignInError::Wrong), "nor in the next, which would take it");
    assert_eq!(prove(&world.code(&secret)).await, Ok(()));
}

/// Tooth: `use_up` of recovery codes that leaves the code on the record.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_code_is_good_once_and_stands_out() {
    let world = World::new().await;
    let (_, _, codes) = world.with_totp("ada").await;
    let prove = async |code: &str| {
        let wanted = world.asked("ada").await;
        let given = Given::Recovery(code.to_uppercase().replace('-', " "));
        prove_sign_in(&world.node, &wanted.ticket, given, &origin(), &from(1)).await.map(drop)
    };
    let seen = world.entries().len();
    assert_eq!(prove(&codes.codes[3]).await, Ok(()));
    assert_eq!(world.actions(seen), [Action::RecoveryUse]);
    let said = world.entries().pop().unwrap().draft.detail.to_string();
    assert_eq!(said, "signed in with a recovery code; 9 left");
    assert_eq!(prove(&codes.codes[3]).await, Err(SignInError::Wrong));
    assert_eq!(prove(&codes.codes[4]).await, Ok(()));
    assert_eq!(prove("00000-00000-00000-00000").await, Err(SignInError::Wrong));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_recovery_codes_stand_for_the_old_ones() {
    let world = World::new().await;
    let bob = world.signed(&world.enter("bob").await).await;
    assert_eq!(recovery::renew(&world.node, &bob).await.map(drop), Err(ManageError::NoSecondFactor));
    let (new, _, old) = world.with_totp("ada").await;
    let (signed, seen) = (world.signed(&new).await, world.entries().len());
    let codes = recovery::renew(&world.node, &signed).await.unwrap();
    assert_eq!(world.actions(seen), [Action::RecoveryCreate]);
    for (code, is_good) in [(&old.codes[0], false), (&codes.codes[0], true)] {
        let wanted = world.asked("ada").await;
        let given = Given::Recovery(code.to_string());
        let done = prove_sign_in(&world.node, &wanted.ticket, given, &origin(), &from(1)).await;
        assert_eq!(done.is_ok(), is_good);
    }
}

/// Tooth: `without_factor`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_factor_goes_only_if_the_password_can_stand_alone() {
    let world = World::new().await;
    let (new, ..) = world.with_totp("ada").await;
    let mut user = world.user(ADA);
    let from = user.revision;
    (user.password_long, user.revision) = (false, from + 1);
    world.write(vec![RecordWrite::Update { record: user.record().unwrap(), from }]).await;
    let signed = world.signed(&new).await;
    assert_eq!(totp::remove(&world.node, &signed).await.map(drop), Err(FactorError::LastFactor));
    (user.password_long, user.revision) = (true, from + 2);
    world.write(vec![RecordWrite::Update { record: user.record().unwrap(), from: from + 1 }]).await;
    let (signed, seen) = (world.signed(&new).await, world.entries().len());
    let rotated = totp::remove(&world.node, &signed).await.unwrap();
    assert_eq!(world.actions(seen), [Action::FactorRemove]);
    assert!(world.recognise(&new.token.reveal()).await.is_none(), "the token is another one");
    world.signed(&rotated).await;
    assert!(world.user(ADA).recovery.is_empty() && world.user(ADA).totp.is_none());
    world.enter("ada").await;
}

/// Tooth: a `confirm` that does not check the code, or takes any ticket.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_set_up_only_by_who_has_the_secret_and_only_in_that_session() {
    let world = World::new().await;
    let (one, other) = (world.enter("ada").await, world.enter("ada").await);
    let (one, other) = (world.signed(&one).await, world.signed(&other).await);
    let setup = totp::begin(&world.node, &one).await.unwrap();
    let code = world.code(&crate::world::base32(&setup.secret_base32));
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let confirm =
        async |signed, code: &str| totp::confirm(&world.node, signed, &setup.ticket, code).await.map(drop);
    assert_eq!(confirm(&one, wrong).await, Err(FactorError::Wrong));
    assert_eq!(confirm(&other, &code).await, Err(FactorError::Stale));
    let bob = world.signed(&world.enter("bob").await).await;
    assert_eq!(confirm(&bob, &code).await, Err(FactorError::Stale));
    assert!(setup.uri.contains("Claviger:ada?secret="));
    assert_eq!(confirm(&one, &code).await, Ok(()));
    assert_eq!(confirm(&one, &code).await, Err(FactorError::Stale), "the ticket is used up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_is_read_once_and_names_are_changed_with_one_entry() {
    let world = World::new().await;
    let signed = world.signed(&world.enter("ada").await).await;
    let seen = world.entries().len();
    help::read(&world.node, &signed, HelpPage::Leak).await.unwrap();
    help::read(&world.node, &signed, HelpPage::Leak).await.unwrap();
    assert_eq!(world.actions(seen), [Action::HelpRead]);
    let login = |text: &str| Some(claviger::core::people::Login::parse(text).unwrap());
    // Tooth: the proof that is asked for before somebody comes in under another login.
    let mut unproven = signed.clone();
    unproven.caller.proven = false;
    let refused = profile::edit(&world.node, &unproven, None, login("ada.l")).await.map(drop);
    assert_eq!(refused, Err(ManageError::ProofWanted));
    let taken = profile::edit(&world.node, &signed, None, login("bob")).await.map(drop);
    assert_eq!(taken, Err(ManageError::NameTaken(claviger::manage::Thing::Person)));
    let seen = world.entries().len();
    let user = profile::edit(&world.node, &signed, None, login("ada.l")).await.unwrap();
    assert_eq!((user.login.as_str(), world.actions(seen)), ("ada.l", vec![Action::UserEdit]));
    world.enter("ada.l").await;
    assert!(world.sign_in_from("ada", crate::world::PASSWORD, 1).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looks_after_an_account_sees_how_its_members_are_protected() {
    let world = World::new().await;
    let (new, ..) = world.with_totp("ada").await;
    let signed = world.signed(&new).await;
    help::read(&world.node, &signed, HelpPage::Rotation).await.unwrap();
    let views = overview(&world.node, &signed.caller).await.unwrap();
    let told: Vec<_> =
        views.iter().map(|one| (one.login.as_str(), one.has_second_factor(), one.recovery_left)).collect();
    assert_eq!(told, [("ada", true, 10), ("bob", false, 0)]);
    assert!(views[0].help_read.contains_key(&HelpPage::Rotation));
    let bob = world.signed(&world.enter("bob").await).await;
    assert!(matches!(overview(&world.node, &bob.caller).await, Err(ManageError::Forbidden { .. })));
    assert_eq!(world.entries().pop().unwrap().draft.outcome, Outcome::Refused);
}

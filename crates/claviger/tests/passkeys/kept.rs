//! Passkeys are added, named and taken off.

use crate::world::{Added, USER, World, device};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Target};
use claviger::core::id::{PasskeyId, UserId};
use claviger::core::store::{RecordKind, RecordWrite};
use claviger::core::text::Name;
use claviger::manage::factors::FactorError;
use claviger::manage::factors::passkeys::{self, MAX_PASSKEYS};
use claviger::manage::{ManageError, Thing};
use claviger_passkey::PasskeyError;

fn failed(added: Added) -> FactorError {
    added.map(drop).unwrap_err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_added_and_the_session_gets_another_token() {
    let world = World::new().await;
    let before = world.signed();
    let (new, codes) = world.add(&device(1), "YubiKey").await.unwrap();
    assert!(codes.is_some(), "the first second factor comes with recovery codes");
    let [kept] = &world.kept().await[..] else { panic!("one passkey") };
    assert_eq!(*kept.credential, *device(1).credential());
    let facts = (kept.name.as_str(), kept.user, kept.counter, kept.used_at);
    assert_eq!(facts, ("YubiKey", USER, 0, None));
    let entry = world.last().draft;
    assert_eq!((entry.action, entry.actor), (Action::PasskeyAdd, Actor::User(USER)));
    assert_eq!(entry.target, Target::Record(RecordKind::User, USER.as_u64()));
    assert!(entry.detail.to_string().contains("\"YubiKey\""), "{}", entry.detail);
    let after = world.signed();
    assert!(
        !after.session.digest.same(&before.session.digest) && after.session.digest.same(&new.token.digest())
    );
    assert_eq!((after.user.revision, after.user.recovery.len()), (before.user.revision + 1, 10));
    let (_, codes) = world.add(&device(2), "Phone").await.unwrap();
    assert!(codes.is_none(), "the second one does not");
    assert_eq!(world.names().await, ["YubiKey", "Phone"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_added_or_removed_without_a_recent_proof() {
    let world = World::new().await;
    let unproven = || {
        let mut signed = world.signed();
        signed.caller.proven = false;
        signed
    };
    let begun = passkeys::begin(&world.node, &unproven(), &world.origin).await;
    assert_eq!(begun, Err(ManageError::ProofWanted));
    assert_eq!(world.last().draft.action, Action::AdminRefused);
    let (ticket, options) = world.begin().await.unwrap();
    let credential = device(1).create(&options, &world.origin.origin).unwrap();
    // The ticket is the proof of whoever takes a while to find their device.
    let name = Name::parse("slow").unwrap();
    passkeys::add(&world.node, &unproven(), &world.origin, &ticket, &credential, name).await.unwrap();
    let id = world.kept().await[0].id;
    let removed = passkeys::remove(&world.node, &unproven(), id).await.map(drop);
    assert_eq!(removed, Err(ManageError::ProofWanted.into()));
    assert_eq!(world.names().await, ["slow"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_good_once_and_for_what_it_was_given_out_for() {
    let world = World::new().await;
    let (ticket, options) = world.begin().await.unwrap();
    let answer = |number| device(number).create(&options, &world.origin.origin).unwrap();
    let stale = |added| assert_eq!(failed(added), FactorError::Stale);
    stale(world.finish("", &answer(1), "none").await);
    stale(world.finish(&ticket[1..], &answer(1), "cut").await);
    world.finish(&ticket, &answer(1), "once").await.unwrap();
    stale(world.finish(&ticket, &answer(2), "twice").await);
    let (ticket, _) = world.begin().await.unwrap();
    world.change(|_| ()).await;
    stale(world.finish(&ticket, &answer(2), "after a change").await);
    let (ticket, options) = world.begin().await.unwrap();
    world.clock.step_secs(5 * 60);
    let late = device(2).create(&options, &world.origin.origin).unwrap();
    stale(world.finish(&ticket, &late, "late").await);
    assert_eq!(world.names().await, ["once"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_that_carry_the_same_ticket_one_is_taken() {
    let world = World::new().await;
    let (ticket, options) = world.begin().await.unwrap();
    let answer = |number| device(number).create(&options, &world.origin.origin).unwrap();
    let signed = world.signed();
    let (one, other) = (answer(1), answer(2));
    let add = |credential, name| {
        passkeys::add(&world.node, &signed, &world.origin, &ticket, credential, Name::parse(name).unwrap())
    };
    let (one, other) = tokio::join!(add(&one, "one"), add(&other, "other"));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|taken| **taken).count(), 1);
    assert_eq!(world.kept().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_browser_gives_is_judged_and_a_refusal_is_on_record() {
    let world = World::new().await;
    let refused = |added| match failed(added) {
        FactorError::Passkey(error) => error,
        other => panic!("{other:?}"),
    };
    let (ticket, options) = world.begin().await.unwrap();
    let evil = device(1).create(&options, "https://evil.example.com").unwrap();
    assert_eq!(refused(world.finish(&ticket, &evil, "evil").await), PasskeyError::Origin);
    assert_eq!(world.last().draft.action, Action::AdminRefused);
    let (_, other) = world.begin().await.unwrap();
    let answer = device(1).create(&other, &world.origin.origin).unwrap();
    assert_eq!(refused(world.finish(&ticket, &answer, "of another").await), PasskeyError::Challenge);
    // A refused answer uses nothing up.
    let answer = device(1).create(&options, &world.origin.origin).unwrap();
    world.finish(&ticket, &answer, "right").await.unwrap();
    assert_eq!(refused(world.add(&device(1), "again").await), PasskeyError::OnRecord);
    assert_eq!(world.names().await, ["right"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_at_most_ten() {
    let world = World::new().await;
    for number in 0..10 {
        world.add(&device(number), &format!("key {number}")).await.unwrap();
    }
    let reached = ManageError::LimitReached { thing: Thing::Passkey, limit: MAX_PASSKEYS };
    assert_eq!(world.begin().await, Err(reached));
    let id = world.kept().await[3].id;
    passkeys::remove(&world.node, &world.signed(), id).await.unwrap();
    world.add(&device(10), "key 10").await.unwrap();
    assert_eq!(world.kept().await.len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_tell_passkeys_apart() {
    let world = World::new().await;
    world.add(&device(1), "YubiKey").await.unwrap();
    let taken = ManageError::NameTaken(Thing::Passkey);
    assert_eq!(failed(world.add(&device(2), "yubikey").await), FactorError::Manage(taken));
    world.add(&device(2), "Phone").await.unwrap();
    let [yubikey, phone] = &world.kept().await[..] else { panic!("two passkeys") };
    let rename = async |id, name: &str| {
        passkeys::rename(&world.node, &world.signed(), id, Name::parse(name).unwrap()).await
    };
    assert_eq!(rename(phone.id, "YUBIKEY").await, Err(taken));
    rename(yubikey.id, "YUBIKEY").await.unwrap();
    assert_eq!(world.last().draft.action, Action::PasskeyEdit);
    assert_eq!(world.names().await, ["YUBIKEY", "Phone"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_removed_unless_the_password_could_not_stand_alone() {
    let world = World::new().await;
    world.add(&device(1), "one").await.unwrap();
    world.add(&device(2), "other").await.unwrap();
    world.change(|user| user.password_long = false).await;
    let [one, other] = &world.kept().await[..] else { panic!("two passkeys") };
    let remove = async |id| passkeys::remove(&world.node, &world.signed(), id).await.map(drop);
    remove(one.id).await.unwrap();
    assert_eq!(world.last().draft.action, Action::PasskeyRemove);
    assert_eq!(remove(one.id).await, Err(ManageError::NotFound(Thing::Passkey).into()));
    assert_eq!(remove(other.id).await, Err(FactorError::LastFactor));
    assert!(!world.signed().user.recovery.is_empty());
    world.change(|user| user.password_long = true).await;
    remove(other.id).await.unwrap();
    assert!(world.signed().user.recovery.is_empty(), "no second factor, nothing to recover");
    assert_eq!(world.names().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_that_remove_the_last_two_one_is_refused() {
    let world = World::new().await;
    world.add(&device(1), "one").await.unwrap();
    world.add(&device(2), "other").await.unwrap();
    world.change(|user| user.password_long = false).await;
    let (signed, kept) = (world.signed(), world.kept().await);
    let remove = |at: usize| passkeys::remove(&world.node, &signed, kept[at].id);
    let (one, other) = tokio::join!(remove(0), remove(1));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|done| **done).count(), 1);
    assert_eq!(world.kept().await.len(), 1, "a short password does not stand alone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_of_somebody_else_is_not_there() {
    let world = World::new().await;
    world.add(&device(1), "mine").await.unwrap();
    let mut foreign = world.kept().await.remove(0);
    foreign.user = UserId::from_u64(99);
    foreign.id = PasskeyId::from_u64(99);
    foreign.credential = device(9).credential().into();
    let record = foreign.record().unwrap();
    world.write(vec![RecordWrite::Create { record, limit: None }]).await;
    let not_found = ManageError::NotFound(Thing::Passkey);
    let signed = world.signed();
    let renamed = passkeys::rename(&world.node, &signed, foreign.id, Name::parse("x").unwrap()).await;
    assert_eq!(renamed, Err(not_found));
    let removed = passkeys::remove(&world.node, &signed, foreign.id).await.map(drop);
    assert_eq!(removed, Err(not_found.into()));
    assert_eq!(world.names().await, ["mine"]);
}

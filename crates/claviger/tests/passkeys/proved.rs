//! A passkey proves who somebody is.

use crate::world::{USER, World, device};
use claviger::OsEntropy;
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Entry, Target};
use claviger::core::id::LogId;
use claviger::core::store::{RecordKind, Store as _};
use claviger::manage::sessions::{FactorWanted, Given, NewSession, Origin, Place, SignInError, SignedIn};
use claviger::manage::sessions::{prove_sign_in, sign_in, step_up, step_up_options};
use claviger_passkey::soft_device::SoftDevice;
use claviger_seal::passphrase::Cost;
use claviger_seal::password;

const PASSWORD: &str = "a horse that staples batteries";

impl World {
    async fn ask(&self) -> FactorWanted {
        step_up_options(&self.node, &self.signed(), &self.origin).await.unwrap()
    }

    async fn prove(&self, ticket: &str, credential: &str) -> Result<NewSession, SignInError> {
        let given = Given::Passkey(credential.to_owned());
        step_up(&self.node, &self.signed(), ticket, given, &self.origin, &Place::default()).await
    }

    /// The answer of a device to what is asked now, with the ticket.
    async fn answer(&self, device: &mut SoftDevice) -> (String, String) {
        let wanted = self.ask().await;
        let answer = device.get(&wanted.passkeys.unwrap(), &self.origin.origin).unwrap();
        (wanted.ticket, answer)
    }

    fn told(&self) -> Vec<Entry> {
        let mut entries = self.store.entries(LogId(0), 0, 1000).unwrap();
        entries.retain(|entry| entry.draft.action == Action::PasskeyRefused);
        entries
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_a_proof_and_its_use_is_kept() {
    let world = World::new().await;
    let mut phone = device(1);
    world.add(&device(2), "YubiKey").await.unwrap();
    world.add(&phone, "Phone").await.unwrap();
    world.clock.step_secs(60);
    let before = world.signed();
    let (ticket, answer) = world.answer(&mut phone).await;
    let new = world.prove(&ticket, &answer).await.unwrap();
    let after = world.signed();
    assert_eq!(after.session.proof_at, Some(world.node.now()));
    assert!(
        !after.session.digest.same(&before.session.digest) && after.session.digest.same(&new.token.digest())
    );
    let [other, used] = &world.kept().await[..] else { panic!("two passkeys") };
    assert_eq!((used.counter, used.used_at, used.revision), (1, Some(world.node.now()), 2));
    assert_eq!((other.counter, other.used_at, other.revision), (0, None, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_good_once() {
    let world = World::new().await;
    let mut phone = device(1);
    world.add(&phone, "Phone").await.unwrap();
    let (ticket, answer) = world.answer(&mut phone).await;
    // Two at the same time, in the same session: one gets through.
    let (one, other) = tokio::join!(world.prove(&ticket, &answer), world.prove(&ticket, &answer));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|taken| **taken).count(), 1);
    assert!(world.prove(&ticket, &answer).await.is_err());
    // Nor is it an answer to the next question.
    let next = world.ask().await;
    assert!(world.prove(&next.ticket, &answer).await.is_err());
    assert_eq!(world.kept().await[0].counter, 1);
    assert!(world.told().is_empty(), "a second use is no sign of a copy");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_count_that_went_back_is_refused_and_on_record() {
    let world = World::new().await;
    let (mut phone, mut copy) = (device(1), device(1));
    world.add(&phone, "Phone").await.unwrap();
    for _ in 0..2 {
        let (ticket, answer) = world.answer(&mut phone).await;
        world.prove(&ticket, &answer).await.unwrap();
    }
    let (ticket, answer) = world.answer(&mut copy).await;
    assert!(matches!(world.prove(&ticket, &answer).await, Err(SignInError::Wrong)));
    let [entry] = &world.told()[..] else { panic!("one entry") };
    let kept = world.kept().await.remove(0);
    assert_eq!(entry.draft.target, Target::Record(RecordKind::Passkey, kept.id.as_u64()));
    assert_eq!(entry.draft.actor, Actor::User(USER));
    let words = entry.draft.detail.to_string();
    assert!(words.contains("\"Phone\"") && words.contains("kept 2, given 1"), "{words}");
    assert_eq!((kept.counter, kept.revision), (2, 3), "nothing was used up");
    let (ticket, answer) = world.answer(&mut phone).await;
    assert!(world.prove(&ticket, &answer).await.is_ok(), "the right one goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_from_elsewhere_is_none() {
    let world = World::new().await;
    let (mut phone, mut foreign) = (device(1), device(9));
    world.add(&phone, "Phone").await.unwrap();
    let wanted = world.ask().await;
    let options = wanted.passkeys.unwrap();
    let evil = phone.get(&options, "https://evil.example.com").unwrap();
    assert!(matches!(world.prove(&wanted.ticket, &evil).await, Err(SignInError::Wrong)));
    assert_eq!(foreign.get(&options, &world.origin.origin), None, "it was not asked");
    for nonsense in ["", "{}", &"[".repeat(20_000)] {
        assert!(matches!(world.prove(&wanted.ticket, nonsense).await, Err(SignInError::Wrong)), "{nonsense}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_passkey_is_asked_where_none_works() {
    let mut world = World::new().await;
    world.add(&device(1), "Phone").await.unwrap();
    world.origin = Origin { rp_id: "127.0.0.1".into(), origin: "http://127.0.0.1:8480".into() };
    assert!(world.ask().await.passkeys.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_wants_the_passkey_behind_the_password() {
    let world = World::new().await;
    let mut phone = device(1);
    world.add(&phone, "Phone").await.unwrap();
    let hash = password::hash(PASSWORD, Cost::default(), &mut OsEntropy).unwrap();
    world.change(|user| user.password = Some(hash)).await;
    let place = Place::default();
    let begin = async || match sign_in(&world.node, "ada", PASSWORD, &world.origin, &place).await {
        Ok(SignedIn::FactorWanted(wanted)) => wanted,
        Ok(SignedIn::In(_)) => panic!("the password alone was enough"),
        Err(error) => panic!("{error}"),
    };
    let finish = async |ticket: &str, credential: &str| {
        let given = Given::Passkey(credential.to_owned());
        prove_sign_in(&world.node, ticket, given, &world.origin, &place).await
    };
    let wanted = begin().await;
    assert!(!wanted.totp && !wanted.password);
    let answer = phone.get(wanted.passkeys.as_deref().unwrap(), &world.origin.origin).unwrap();
    // The answer to one question is none under another ticket, and under its own it is good once.
    assert!(matches!(finish(&begin().await.ticket, &answer).await, Err(SignInError::Wrong)));
    let new = finish(&wanted.ticket, &answer).await.unwrap();
    assert_eq!((new.user.id, new.session.proof_at), (USER, Some(world.node.now())));
    assert!(finish(&wanted.ticket, &answer).await.is_err());
    let kept = world.kept().await.remove(0);
    assert_eq!((kept.counter, kept.used_at), (1, Some(world.node.now())));
}

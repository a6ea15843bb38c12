//! The faults these checks are for, put into a sound image or a sound run; a check that stays silent about one of them
//! fails the suite.

use crate::book::{Answer, Book, Call, Fate};
use crate::check::{End, check, is_lost, no_complaints};
use crate::image::Image;
use crate::load::{Load, Stage};
use crate::world::World;
use claviger_core::action::Action;
use claviger_core::entry::Outcome;
use claviger_core::key::KeyState;
use claviger_tests::cases::Verdict;
use claviger_tests::server::nap;
use claviger_venue::{AccountNo, Command, Micros, Pair, Side};
use claviger_venue::{AddOrder, OrderKind};
use std::time::Duration;

type Tooth = (&'static str, fn(&mut Image, &mut Book));

const TEETH: &[Tooth] = &[
    ("the last entries are not there", |image, _| image.entries.truncate(image.entries.len() / 2)),
    ("one entry is not there", |image, _| drop(image.entries.remove(image.entries.len() / 2))),
    ("a call was accepted twice", |image, _| {
        let mut again = find(image, Action::Balance, Outcome::Allowed).clone();
        again.place.sequence = image.entries.len() as u64;
        image.entries.push(again);
    }),
    ("an order without its entry", |image, _| {
        let now = Micros(image.venue.clock().0 + 1);
        let pair = Pair::find("XRPUSD").unwrap();
        let order = AddOrder::new(pair, Side::Buy, OrderKind::Market, "4".parse().unwrap());
        let account = AccountNo(image.accounts[0].as_u64());
        image.venue.execute(account, &Command::AddOrder(order), now, Micros::MAX).unwrap();
    }),
    ("an outcome twice", |image, _| {
        let mut again = find(image, Action::AddOrder, Outcome::Done).clone();
        again.place.sequence = image.entries.len() as u64;
        image.entries.push(again);
    }),
    ("an open claim of a dead process", |image, _| {
        let at = image.entries.iter().position(|entry| entry.draft.outcome == Outcome::Done).unwrap();
        image.entries[at].draft.outcome = Outcome::Folded;
    }),
    ("time goes back", |image, _| {
        let last = image.entries.len() - 1;
        image.entries[last].place.time = image.entries[0].place.time;
    }),
    ("a revoked key lives", |image, _| {
        let key = image.keys.iter_mut().find(|key| key.state == KeyState::Revoked).unwrap();
        key.state = KeyState::Active;
    }),
    ("a created key is not there", |image, book| {
        let id = book.keys.iter().find_map(|story| story.id).unwrap();
        image.keys.retain(|key| key.id != id);
    }),
    ("a refused call was carried out", |_, book| {
        let call =
            book.calls.iter_mut().find(|call| call.signed.method == "AddOrder" && call.went_well()).unwrap();
        call.fate = Fate::Answered(Answer { error: "EService:Unavailable".to_owned(), names: None });
    }),
    ("a call was taken and not answered", |_, book| {
        let orders = |call: &&mut Call| call.signed.method == "AddOrder" && call.went_well();
        book.calls.iter_mut().find(orders).unwrap().fate = Fate::Unknown("lost on the way".to_owned());
    }),
];

fn find(image: &Image, action: Action, outcome: Outcome) -> &claviger_core::entry::Entry {
    image.entries.iter().find(|entry| entry.draft.action == action && entry.draft.outcome == outcome).unwrap()
}

/// Faults of an image, one at a time.
pub(crate) fn of_the_image() -> Verdict {
    let (mut world, server) = World::new("teeth");
    let load = world.load(&server);
    nap(800);
    server.stop(Duration::from_secs(10));
    world.book.append(load.until_gone());
    let (image, complaints) = world.check(End::Answered);
    no_complaints(&complaints, "the sound image");
    let silent = TEETH.iter().filter(|(_, put)| {
        let (mut image, mut book) = (image.clone(), world.book.clone());
        put(&mut image, &mut book);
        check(&book, &image, End::Answered).is_empty()
    });
    let silent: Vec<_> = silent.map(|(name, _)| *name).collect();
    assert!(silent.is_empty(), "not noticed: {silent:?}");
    Verdict::Passed(format!("{} faults of an image, each noticed", TEETH.len()))
}

/// Kills tried until one strikes between a call's being sent and its commit.
const EARLY_ROUNDS: u32 = 12;

/// Answers that come before the call is made durable: the server is killed while clients believe them, and a call that
/// was never written must be missed.
pub(crate) fn answered_too_early() -> Verdict {
    for round in 1..=EARLY_ROUNDS {
        let (mut world, server) = World::new("early");
        let stage = Stage { believes_early: true, ..world.stage(&server) };
        let load = Load::start(&stage, &world.cast);
        nap(400);
        load.over();
        server.kill();
        world.book.append(load.book());
        let (_, complaints) = world.check(End::Killed);
        if complaints.iter().any(|complaint| is_lost(complaint)) {
            return Verdict::Passed(format!("kill {round}: a call answered too early is missed"));
        }
    }
    panic!("answers were given before anything was done in {EARLY_ROUNDS} kills, and no call was missed")
}

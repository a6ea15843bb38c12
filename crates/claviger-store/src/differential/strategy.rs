//! Random histories: few keys, few nonces, so that everything collides with everything.

use super::script::NONCES;
use super::{Act, Edit, Nonce, Step, Which, Write};
use claviger_core::action::Action;
use claviger_core::entry::Outcome;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

const ACTIONS: [Action; 3] = [Action::Balance, Action::AddOrder, Action::Withdraw];
const OUTCOMES: [Outcome; 3] = [Outcome::Done, Outcome::Failed, Outcome::Unknown];

/// Random histories of up to sixty steps.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let group =
        (clock(), vec(act(), 0..12)).prop_map(|(clock_micros, acts)| Step::Group { clock_micros, acts });
    let step = prop_oneof![10 => group, 1 => Just(Step::TakeOver), 1 => Just(Step::Upkeep)];
    vec(step, 0..60)
}

/// Mostly a little forwards; sometimes standing, back, or far ahead.
fn clock() -> impl Strategy<Value = i64> {
    const SECOND: i64 = 1_000_000;
    prop_oneof![
        6 => 1..SECOND,
        2 => Just(0),
        2 => -5 * SECOND..0,
        1 => SECOND..1_000 * SECOND,
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        30 => call(),
        4 => (any::<u8>(), window()).prop_map(|(key, window)| Act::CreateKey(key, window)),
        4 => edit_key(),
        4 => pair().prop_map(|(key, successor, stale)| Act::RotateKey { key, successor, stale }),
        2 => pair().prop_map(|(key, successor, stale)| Act::RollBackKey { key, successor, stale }),
        4 => outcome(),
        1 => Just(Act::Note),
        1 => vec(any::<u8>(), 1..9).prop_map(Act::Journal),
        3 => any::<u8>().prop_map(Act::Once),
        1 => vec(any::<u8>(), 0..9).prop_map(Act::Snapshot),
        1 => any::<u8>().prop_map(Act::CreateAccount),
        1 => any::<u8>().prop_map(Act::CreateToken),
        1 => any::<u8>().prop_map(Act::RevokeToken),
        1 => any::<bool>().prop_map(|stale| Act::DataKeys { stale }),
        1 => Just(Act::ResetClock),
        6 => vec(write(), 1..4).prop_map(Act::Records),
        2 => (any::<u8>(), lasting()).prop_map(|(session, secs)| Act::Prolong { session, secs }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(session, member)| Act::ByPerson { session, member }),
    ]
}

fn write() -> impl Strategy<Value = Write> {
    let handle = any::<u8>;
    let stale = || (0..6u8).prop_map(|n| n == 0);
    let which = || prop_oneof![any::<u8>().prop_map(Which::Session), any::<u8>().prop_map(Which::Member)];
    prop_oneof![
        4 => (any::<u8>(), handle(), lasting())
            .prop_map(|(session, handle, secs)| Write::CreateSession { session, handle, secs }),
        3 => (any::<u8>(), handle()).prop_map(|(member, handle)| Write::CreateMember { member, handle }),
        3 => (which(), handle(), stale())
            .prop_map(|(which, handle, stale)| Write::Update { which, handle, stale }),
        2 => (which(), stale()).prop_map(|(which, stale)| Write::Require(which, stale)),
        2 => (which(), stale()).prop_map(|(which, stale)| Write::Remove(which, stale)),
        1 => (any::<u8>(), option::of(any::<u8>()))
            .prop_map(|(person, except)| Write::RemoveOwned { person, except }),
    ]
}

/// Seconds; some expire while a history goes on.
fn lasting() -> impl Strategy<Value = i64> {
    select(&[0i64, 1, 5, 500, 100_000][..])
}

fn window() -> impl Strategy<Value = u64> {
    select(&[0u64, 0, 1, 5, 30, u64::MAX][..])
}

fn call() -> impl Strategy<Value = Act> {
    let numbers = 0..=NONCES;
    let nonce = prop_oneof![
        8 => numbers.clone().prop_map(Nonce::Judge),
        2 => numbers.prop_map(Nonce::Burn),
        1 => Just(Nonce::Spare),
    ];
    let rarely = || (0..10u8).prop_map(|n| n == 0);
    let faults = (rarely(), rarely(), rarely());
    (any::<u8>(), select(&ACTIONS[..]), nonce, option::weighted(0.2, 0..6u64), faults).prop_map(
        |(key, action, nonce, step, (refused, stale, late))| Act::Call {
            key,
            action,
            nonce,
            step,
            refused,
            stale,
            late,
        },
    )
}

/// A key, its successor, and whether it is made from an old revision.
fn pair() -> impl Strategy<Value = (u8, u8, bool)> {
    (any::<u8>(), any::<u8>(), (0..6u8).prop_map(|n| n == 0))
}

fn edit_key() -> impl Strategy<Value = Act> {
    let edit = prop_oneof![
        3 => window().prop_map(Edit::Window),
        2 => any::<u8>().prop_map(Edit::Name),
        1 => Just(Edit::Freeze),
        1 => Just(Edit::Revoke),
    ];
    let rarely = (0..6u8).prop_map(|n| n == 0);
    (any::<u8>(), edit, rarely).prop_map(|(key, edit, stale)| Act::EditKey { key, edit, stale })
}

fn outcome() -> impl Strategy<Value = Act> {
    (any::<u8>(), select(&OUTCOMES[..]), vec(any::<u8>(), 0..9))
        .prop_map(|(claim, outcome, journal)| Act::Outcome { claim, outcome, journal })
}

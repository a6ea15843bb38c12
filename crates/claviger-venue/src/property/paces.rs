//! However often and whenever one asks what is due, the same happens.

use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};
use serde_json::Value;

use super::{
    biting, config,
    ops::{Op, icebergs, only_orders},
    run, runner,
};
use crate::{Faults, Micros, Venue};

/// Everything that happened, without how far was looked.
pub(super) fn happened(venue: &Venue) -> Value {
    let mut snapshot: Value = serde_json::from_slice(&venue.snapshot().unwrap()).unwrap();
    let state = snapshot["b"]["state"].as_object_mut().unwrap();
    state.remove("clock").zip(state.remove("checked_to")).unwrap();
    snapshot
}

/// Lets a venue go on to an instant at once, and in steps.
fn compare(
    faults: Faults,
    ops: impl Strategy<Value = Vec<Op>>,
    mut runner: TestRunner,
) -> Result<(), String> {
    let seconds = prop::collection::vec((0..90_i64, 0..1_000_000_i64), 1..50);
    let strategy = (ops, seconds, 1..20_000_i64);
    let outcome = runner.run(&strategy, |(ops, pauses, last)| {
        let (venue, _) = run(config(Faults::default()), &ops)?;
        let (mut often, mut seldom) = (venue.clone(), venue);
        (often.config.faults, seldom.config.faults) = (faults, faults);
        let mut now = often.clock();
        for (secs, micros) in pauses {
            now = now.plus(Micros(secs * 1_000_000 + micros));
            often.advance(now).map_err(|e| TestCaseError::fail(e.to_string()))?;
        }
        now = now.plus(Micros::from_secs(last));
        often.advance(now).map_err(|e| TestCaseError::fail(e.to_string()))?;
        seldom.advance(now).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(happened(&often), happened(&seldom));
        prop_assert!(Venue::restore(&often.snapshot().unwrap()).unwrap().index == often.index);
        Ok(())
    });
    outcome.map_err(|error| error.to_string())
}

#[test]
fn the_pace_of_asking_changes_nothing() {
    compare(Faults::default(), only_orders(), runner(24)).unwrap();
    compare(Faults::default(), icebergs(), runner(24)).unwrap();
}

#[test]
fn tooth_going_on_past_what_others_depend_on_is_caught() {
    let found = compare(Faults { rush: true, ..Faults::default() }, only_orders(), biting(64));
    assert!(found.is_err(), "the fault was not caught");
}

#[test]
fn tooth_forgetting_since_when_a_peak_is_shown_is_caught() {
    let found = compare(Faults { forget_peaks: true, ..Faults::default() }, icebergs(), biting(64));
    assert!(found.is_err(), "the fault was not caught");
}

//! Rewards are the same whenever one looks; after a long pause only their entries are fewer.

use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{TestCaseError, TestRunner},
};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    biting, config,
    ops::{Op, earning},
    paces::happened,
    run, runner,
};
use crate::{AccountNo, Command, Faults, Micros, Strategy, Venue, earn::CATCH_UP_DAYS};

const DAY_SECS: i64 = 86_400;

impl Op {
    /// A part of what the default purse has of an asset with a strategy, or more than that.
    pub(super) fn allocate(&self) -> Command {
        let (asset, most) = crate::default_funding().swap_remove(self.pick % 8);
        let part = most * Decimal::new(i64::from(self.bits) + 1, 3);
        let strategy = Strategy::of(asset).unwrap();
        Command::Allocate { strategy, amount: part.round_dp(asset.decimals()) }
    }

    /// A part of what is allocated, or all of it.
    pub(super) fn deallocate(&self, venue: &Venue, account: AccountNo) -> Option<Command> {
        let all: Vec<_> = venue.allocations(account).collect();
        let (asset, allocation) = all.get(self.pick % all.len().max(1))?;
        let part = allocation.total * Decimal::new(i64::from(self.bits % 11), 1);
        let strategy = Strategy::of(*asset).unwrap();
        Some(Command::Deallocate { strategy, amount: part.round_dp(asset.decimals()) })
    }
}

fn fail(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

/// Lets a venue go on to an instant in steps of so many seconds, and at once; gives both.
fn by_both_paces(venue: Venue, steps: &[i64]) -> Result<(Venue, Venue), TestCaseError> {
    let (mut often, mut seldom) = (venue.clone(), venue);
    let mut now = often.clock();
    for secs in steps {
        now = now.plus(Micros::from_secs(*secs));
        often.advance(now).map_err(fail)?;
    }
    seldom.advance(now).map_err(fail)?;
    Ok((often, seldom))
}

/// Compares both paces over less than the days that are caught up with one by one.
fn compare_all(faults: Faults, mut runner: TestRunner) -> Result<(), String> {
    let steps = prop::collection::vec(1..DAY_SECS, 1..CATCH_UP_DAYS as usize);
    let outcome = runner.run(&(earning(), steps), |(ops, steps)| {
        let (mut venue, _) = run(config(Faults::default()), &ops)?;
        venue.config.faults = faults;
        let (often, seldom) = by_both_paces(venue, &steps)?;
        prop_assert_eq!(happened(&often), happened(&seldom));
        prop_assert!(Venue::restore(&often.snapshot().unwrap()).unwrap().index == often.index);
        Ok(())
    });
    outcome.map_err(|error| error.to_string())
}

#[test]
fn the_pace_of_asking_changes_nothing() {
    compare_all(Faults::default(), runner(24)).unwrap();
}

/// What happened, without entries and ids.
fn sums(venue: &Venue) -> Value {
    let mut snapshot = happened(venue);
    let state = snapshot["b"]["state"].as_object_mut().unwrap();
    state.remove("next").unwrap();
    for account in state["accounts"].as_object_mut().unwrap().values_mut() {
        let account = account.as_object_mut().unwrap();
        account.remove("ledger").zip(account.remove("trades")).unwrap();
    }
    snapshot
}

/// Compares what both paces come to over months.
fn compare_sums(faults: Faults, mut runner: TestRunner) -> Result<(), String> {
    let steps = prop::collection::vec(1..3 * DAY_SECS, 60..200);
    let outcome = runner.run(&(earning(), steps), |(ops, steps)| {
        let (mut venue, _) = run(config(Faults::default()), &ops)?;
        venue.config.faults = faults;
        let before = rows(&venue);
        let allocations: usize =
            super::ACCOUNTS.iter().map(|account| venue.allocations(*account).count()).sum();
        let (often, seldom) = by_both_paces(venue, &steps)?;
        prop_assert_eq!(sums(&often), sums(&seldom));
        let most = before + allocations * (CATCH_UP_DAYS as usize + 1);
        prop_assert!(rows(&seldom) <= most, "{} of {most}", rows(&seldom));
        super::check_value(&seldom)
    });
    outcome.map_err(|error| error.to_string())
}

#[test]
fn after_a_long_pause_there_are_fewer_entries_of_the_same_sum() {
    compare_sums(Faults::default(), runner(16)).unwrap();
}

#[test]
fn tooth_forgetting_the_days_that_nobody_looked_at_is_caught() {
    let faults = Faults { forget_days: true, ..Faults::default() };
    assert!(compare_all(faults, biting(256)).is_err(), "the fault was not caught day by day");
    assert!(compare_sums(faults, biting(256)).is_err(), "the fault was not caught over months");
}

/// How many entries of strategies there are.
fn rows(venue: &Venue) -> usize {
    let kind = Some(crate::LedgerKind::Earn);
    let filter = crate::LedgerFilter { kind, ..crate::LedgerFilter::default() };
    super::ACCOUNTS.iter().map(|account| venue.ledger(*account, &filter).total).sum()
}

#[test]
fn the_runs_are_not_empty() {
    let mut tree = TestRunner::deterministic();
    let (mut earned, mut open) = (0, 0);
    for _ in 0..20 {
        let ops = proptest::strategy::Strategy::new_tree(&earning(), &mut tree).unwrap().current();
        let (venue, _) = run(config(Faults::default()), &ops).unwrap();
        earned += rows(&venue);
        open += super::ACCOUNTS.iter().map(|account| venue.open_orders(*account).count()).sum::<usize>();
    }
    assert!(earned > 400 && open > 5, "{earned} entries, {open} open orders");
}

//! P19 as a property: random commands and time steps; value is conserved, nothing is negative, the log replays.

mod alerts;
mod batches;
mod earn;
mod icebergs;
mod mutations;
mod ops;
mod orders;
mod paces;

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestCaseError, TestError, TestRng, TestRunner},
};
use rust_decimal::Decimal;

use crate::{Event, Faults, Micros, Venue, VenueConfig, VenueError, decode_events, encode_events};
use ops::{ACCOUNTS, Op, ops};

const OPENED: Micros = Micros::from_secs(1_760_000_000);

fn config(faults: Faults) -> VenueConfig {
    VenueConfig { faults, ..VenueConfig::new(11, OPENED) }
}

/// Σ balances + allocated + fees + world = 0 per asset, and `0 ≤ held ≤ balance` and `0 ≤ earning ≤ allocated` everywhere.
fn check_value(venue: &Venue) -> Result<(), TestCaseError> {
    for (asset, totals) in venue.totals().map_err(|e| TestCaseError::fail(e.to_string()))? {
        prop_assert_eq!(totals.sum().unwrap(), Decimal::ZERO, "{} is not conserved: {:?}", asset, totals);
    }
    for account in ACCOUNTS {
        for (asset, holding) in venue.balances(account) {
            prop_assert!(
                Decimal::ZERO <= holding.held && holding.held <= holding.total,
                "{asset} {holding:?}"
            );
        }
        for (asset, allocation) in venue.allocations(account) {
            prop_assert!(allocation.is_sound(asset), "{asset} {allocation:?}");
        }
        // what the places of a report rest on
        let trades = venue.trades_at(account, 0..venue.trades(account, &crate::TradeFilter::default()).total);
        let ledger =
            venue.ledger_at(account, 0..venue.ledger(account, &crate::LedgerFilter::default()).total);
        prop_assert!(trades.is_sorted_by_key(|trade| trade.at) && ledger.is_sorted_by_key(|row| row.at));
        let held: Vec<_> = venue.open_orders(account).map(|order| order.held).collect();
        prop_assert!(held.iter().all(|held| *held >= Decimal::ZERO));
    }
    Ok(())
}

/// Runs operations as a careful caller would, checking after each; gives the venue and its log.
fn run(config: VenueConfig, ops: &[Op]) -> Result<(Venue, Vec<Event>), TestCaseError> {
    let (mut venue, mut log, mut now) = (Venue::new(config), Vec::new(), OPENED);
    for op in ops {
        now = now.plus(op.pause());
        log.extend(venue.advance(now).map_err(|e| TestCaseError::fail(format!("due: {e}")))?);
        check_value(&venue)?;
        let Some((account, command)) = op.command(&venue, now) else { continue };
        match venue.plan(account, &command, now, Micros::MAX) {
            Ok(outcome) => {
                venue
                    .apply_all(&outcome.events)
                    .map_err(|e| TestCaseError::fail(format!("{command:?}: {e}")))?;
                log.extend(outcome.events);
            }
            Err(VenueError::Apply(_) | VenueError::Overflow(_)) => return Err(TestCaseError::fail("defect")),
            Err(_) => {}
        }
        check_value(&venue)?;
    }
    Ok((venue, log))
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// For what must not depend on chance, as the bite of a tooth: the same cases every time, and no search for the smallest.
fn biting(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    TestRunner::new_with_rng(config, rng)
}

#[test]
fn value_is_conserved_and_the_log_replays() {
    runner(96)
        .run(&ops(), |ops| {
            let (venue, log) = run(config(Faults::default()), &ops)?;
            let mut replayed = Venue::new(config(Faults::default()));
            for event in &log {
                let bytes = encode_events(std::slice::from_ref(event)).unwrap();
                let read = decode_events(&bytes).unwrap();
                prop_assert_eq!(&read[..], std::slice::from_ref(event));
                replayed.apply_all(&read).map_err(|e| TestCaseError::fail(format!("replay: {e}")))?;
            }
            prop_assert!(replayed == venue, "the log replays to another venue");
            let restored = Venue::restore(&venue.snapshot().unwrap()).unwrap();
            prop_assert!(restored == venue, "the snapshot restores to another venue");
            Ok(())
        })
        .unwrap();
}

#[test]
fn tooth_a_fee_counted_twice_is_caught() {
    let found = biting(96)
        .run(&ops(), |ops| run(config(Faults { fee_twice: true, ..Faults::default() }), &ops).map(|_| ()));
    match found {
        Err(TestError::Fail(reason, _)) => assert!(reason.message().contains("is not conserved"), "{reason}"),
        other => panic!("the fault was not caught: {other:?}"),
    }
}

#[test]
fn tooth_a_reward_out_of_nothing_is_caught() {
    let faults = Faults { free_rewards: true, ..Faults::default() };
    let found = biting(96).run(&ops(), |ops| run(config(faults), &ops).map(|_| ()));
    match found {
        Err(TestError::Fail(reason, _)) => assert!(reason.message().contains("is not conserved"), "{reason}"),
        other => panic!("the fault was not caught: {other:?}"),
    }
}

#[test]
fn the_runs_are_not_empty() {
    // what the property would not notice: operations that are all refused
    let mut kinds = std::collections::BTreeSet::new();
    let mut tree = TestRunner::deterministic();
    for _ in 0..40 {
        let ops = ops().new_tree(&mut tree).unwrap().current();
        let (venue, log) = run(config(Faults::default()), &ops).unwrap();
        kinds.extend(log.iter().map(|event| {
            serde_json::to_value(event).unwrap().as_object().unwrap().keys().next().unwrap().clone()
        }));
        let trades =
            ACCOUNTS.iter().flat_map(|account| venue.trades(*account, &crate::TradeFilter::default()).items);
        kinds.extend(trades.map(|trade| format!("maker {}", trade.maker)));
    }
    let expected = [
        "address_added",
        "address_confirmed",
        "address_removed",
        "address_trust_set",
        "address_updated",
        "alert_created",
        "alert_edited",
        "alert_fired",
        "alert_removed",
        "allocated",
        "amended",
        "checked",
        "closed",
        "deallocated",
        "deposit_address_added",
        "deposit_advanced",
        "deposit_requested",
        "export_removed",
        "export_requested",
        "filled",
        "maker false",
        "maker true",
        "opened",
        "placed",
        "rewarded",
        "started",
        "switch_fired",
        "switch_set",
        "triggered",
        "withdrawal_advanced",
        "withdrawal_requested",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

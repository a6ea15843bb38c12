//! A batch comes to what its orders come to one after another, whichever of them are refused.

use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::Value;

use super::{config, ops::only_orders, run, runner};
use crate::{AccountNo, AddBatch, AddOrder, Command, Faults, Micros, Pair, Venue};

const ME: AccountNo = AccountNo(1);

/// Everything but the rate counters: a batch is charged less.
fn books(venue: &Venue) -> Value {
    let mut snapshot: Value = serde_json::from_slice(&venue.snapshot().unwrap()).unwrap();
    for account in snapshot["b"]["state"]["accounts"].as_object_mut().unwrap().values_mut() {
        account.as_object_mut().unwrap().remove("counters").unwrap();
    }
    snapshot
}

fn fail(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

/// Places orders by one batch, and one after another, and compares.
fn compare(faults: Faults) -> Result<(), String> {
    let strategy = (only_orders(), only_orders(), 0..3_600_i64);
    let outcome = runner(64).run(&strategy, |(before, orders, pause)| {
        let (mut venue, _) = run(config(Faults::default()), &before[..before.len() / 2])?;
        venue.config.faults = faults;
        let now = venue.clock().plus(Micros::from_secs(pause + 600));
        venue.advance(now).map_err(fail)?;
        let orders: Vec<_> = orders.iter().map(|op| op.add(&venue, now)).collect();
        for pair in Pair::all() {
            let orders: Vec<AddOrder> = orders.iter().filter(|order| order.pair == pair).cloned().collect();
            let orders: Vec<_> = orders
                .into_iter()
                .take(crate::MOST_IN_BATCH)
                .map(|order| AddOrder { validate: false, ..order })
                .collect();
            if orders.len() >= crate::FEWEST_IN_BATCH {
                by_both_ways(&venue, now, &orders)?;
            }
        }
        Ok(())
    });
    outcome.map_err(|error| error.to_string())
}

fn by_both_ways(venue: &Venue, now: Micros, orders: &[AddOrder]) -> Result<(), TestCaseError> {
    let (mut at_once, mut in_turn) = (venue.clone(), venue.clone());
    let mut replies = Vec::new();
    for order in orders {
        let planned = in_turn.plan(ME, &Command::AddOrder(order.clone()), now, Micros::MAX);
        if let Ok(outcome) = &planned {
            in_turn.apply_all(&outcome.events).map_err(fail)?;
        }
        replies.push(planned.map(|outcome| outcome.reply));
    }
    let batch = AddBatch { orders: orders.to_vec(), deadline: None, validate: false };
    let planned = at_once.plan(ME, &Command::AddBatch(batch.clone()), now, Micros::MAX).map_err(fail)?;
    at_once.apply_all(&planned.events).map_err(fail)?;
    prop_assert_eq!(&planned.reply, &crate::Reply::Batch(replies));
    prop_assert_eq!(books(&at_once), books(&in_turn));
    let check = AddBatch { validate: true, ..batch };
    let checked = venue.plan(ME, &Command::AddBatch(check), now, Micros::MAX).map_err(fail)?;
    prop_assert_eq!(checked.events, []);
    let (crate::Reply::Batch(placed), crate::Reply::Batch(checked)) = (planned.reply, checked.reply) else {
        return Err(fail("no answers of a batch"));
    };
    let refused =
        |replies: &[Result<_, _>]| replies.iter().map(|r| r.as_ref().err().copied()).collect::<Vec<_>>();
    prop_assert_eq!(refused(&placed), refused(&checked));
    Ok(())
}

#[test]
fn a_batch_is_its_orders_one_after_another() {
    compare(Faults::default()).unwrap();
}

#[test]
fn tooth_what_a_refused_order_leaves_is_caught() {
    assert!(compare(Faults { keep_refused: true, ..Faults::default() }).is_err(), "the fault was not caught");
}

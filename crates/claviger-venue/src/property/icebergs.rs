//! Icebergs peak by peak: no more at a time than they show, never two in a second, and what is held is what is left.

use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};
use rust_decimal::Decimal;

use super::{biting, check_value, config, ops::icebergs, run, runner};
use crate::{
    AccountNo, Faults, Micros, Order, Trade, Venue,
    order::{Fill, MAKER_FEE},
};

/// What a resting order of this rest holds.
fn worth(order: &Order) -> Decimal {
    order
        .kind
        .price()
        .map_or(Decimal::ZERO, |limit| Fill::new(order, limit, order.rest(), MAKER_FEE).unwrap().debit)
}

/// Its fills as a resting order, oldest first.
fn peaks(venue: &Venue, account: AccountNo, order: &Order) -> Vec<Trade> {
    let trades = order.trades.iter().map(|id| *venue.trade(account, *id).unwrap());
    trades.filter(|trade| trade.maker).collect()
}

fn check(venue: &Venue, account: AccountNo, order: &Order) -> Result<usize, TestCaseError> {
    let all: Vec<Trade> = order.trades.iter().map(|id| *venue.trade(account, *id).unwrap()).collect();
    let sum = |of: fn(&Trade) -> Decimal| all.iter().map(of).sum::<Decimal>();
    prop_assert_eq!(sum(|trade| trade.volume), order.filled);
    prop_assert_eq!((sum(|trade| trade.cost), sum(|trade| trade.fee)), (order.cost, order.fee));
    let peaks = peaks(venue, account, order);
    prop_assert!(peaks.windows(2).all(|two| two[0].at.secs() < two[1].at.secs()), "{:?}", peaks);
    let terms = venue.amendments(account, order.id).unwrap();
    for peak in &peaks {
        let then = terms.iter().rev().find(|terms| terms.at <= peak.at).unwrap();
        prop_assert_eq!(Some(peak.price), then.limit_price);
        prop_assert!(Some(peak.volume) <= then.display_qty, "{:?} of {:?}", peak, then);
        let off = (peak.cost - peak.price * peak.volume).abs();
        prop_assert!(off <= Decimal::new(1, order.pair.cost_decimals()), "{:?}", peak);
    }
    if order.is_live() && order.starts_at.is_none() {
        prop_assert_eq!(order.held, worth(order));
    }
    Ok(peaks.len())
}

/// Checks the icebergs of all cases; says how many had more than two peaks.
fn checked(mut cases: TestRunner) -> usize {
    let several = std::cell::Cell::new(0);
    cases
        .run(&icebergs(), |ops| {
            let (mut venue, _) = run(config(Faults::default()), &ops)?;
            venue
                .advance(venue.clock().plus(Micros::from_secs(3_000)))
                .map_err(|e| TestCaseError::fail(e.to_string()))?;
            check_value(&venue)?;
            for (account, records) in &venue.state.accounts {
                for order in records.orders.iter().filter(|order| order.display.is_some()) {
                    let peaks = check(&venue, *account, order)?;
                    several.set(several.get() + usize::from(peaks > 2));
                }
            }
            Ok(())
        })
        .unwrap();
    several.get()
}

#[test]
fn an_iceberg_fills_no_more_at_a_time_than_it_shows() {
    checked(runner(64));
}

/// What the property would not notice: icebergs that do not fill. Asked of the same cases every time, or chance would
/// answer.
#[test]
fn the_icebergs_have_peaks() {
    let several = checked(biting(64));
    assert!(several > 100, "only {several} had more than two peaks");
}

//! Allocating, deallocating, and the rewards of each day.

use claviger_venue::{
    AccountNo, Allocation, ApplyError, Asset, BalanceName, Command, Event, Field, LedgerFilter, LedgerKind,
    LedgerRow, Micros, Reply, Side, Strategy, Venue, VenueConfig, VenueError, Wallet, Withdraw,
    decode_events, default_funding, encode_events,
};
use rust_decimal::Decimal;

use super::{Desk, ME, OPENED, dec, market};

/// Seconds from the opening to the next midnight.
const TO_MIDNIGHT: i64 = 54_400;
const DAY: i64 = 86_400;

pub(super) fn allocate(asset: Asset, amount: &str) -> Command {
    Command::Allocate { strategy: Strategy::of(asset).unwrap(), amount: dec(amount) }
}

fn deallocate(asset: Asset, amount: &str) -> Command {
    Command::Deallocate { strategy: Strategy::of(asset).unwrap(), amount: dec(amount) }
}

impl Desk {
    fn allocation(&self, asset: Asset) -> Allocation {
        *self.venue.allocation(ME, Strategy::of(asset).unwrap()).unwrap()
    }

    /// Entries of strategies, oldest first.
    fn earn_rows(&self) -> Vec<LedgerRow> {
        let filter = LedgerFilter { kind: Some(LedgerKind::Earn), ..LedgerFilter::default() };
        let page = self.venue.ledger(ME, &filter);
        assert_eq!(page.items.len(), page.total, "more than a page");
        page.items.into_iter().rev().copied().collect()
    }

    fn rewards(&self) -> Vec<(i64, Decimal)> {
        let rows = self.earn_rows();
        let rewards = rows.iter().filter(|row| row.source.subtype() == "reward");
        rewards.map(|row| (row.at.since(OPENED).secs(), row.amount)).collect()
    }
}

#[test]
fn what_is_allocated_is_in_another_wallet_and_comes_back_whole() {
    let mut desk = Desk::new();
    let worth = desk.venue.equivalent_balance(ME, Asset::USD, desk.now);
    assert_eq!(desk.run(allocate(Asset::XBT, "0.4")).reply, Reply::Allocated);
    assert_eq!((desk.holding(Asset::XBT).total, desk.allocation(Asset::XBT).total), (dec("0.6"), dec("0.4")));
    assert_eq!(desk.venue.equivalent_balance(ME, Asset::USD, desk.now), worth);
    let tradable = desk.venue.trade_balance(ME, Asset::USD, desk.now).unwrap();
    assert_eq!(tradable, worth.unwrap() - dec("0.4") * dec("116500"));
    assert_eq!(desk.run(deallocate(Asset::XBT, "0.4")).reply, Reply::Deallocated);
    assert_eq!((desk.holding(Asset::XBT).total, desk.allocation(Asset::XBT).total), (dec("1"), dec("0")));
    let rows = desk.earn_rows();
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.source.subtype(), row.name().to_string(), row.amount, row.balance))
        .collect();
    assert_eq!(
        told,
        [
            ("allocation", "XXBT".to_owned(), dec("-0.4"), dec("0.6")),
            ("allocation", "XBT.F".to_owned(), dec("0.4"), dec("0.4")),
            ("deallocation", "XBT.F".to_owned(), dec("-0.4"), dec("0")),
            ("deallocation", "XXBT".to_owned(), dec("0.4"), dec("1")),
        ]
    );
    let refids: Vec<_> = rows.iter().map(|row| row.source.refid()).collect();
    assert!(refids[0] == refids[1] && refids[2] == refids[3] && refids[1] != refids[2], "{refids:?}");
    assert!(refids[0].starts_with("EL"));
}

#[test]
fn what_is_allocated_can_neither_be_sold_nor_withdrawn_nor_allocated_again() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::XBT, "0.9"));
    assert_eq!(desk.refusal(Command::AddOrder(market(Side::Sell, "0.11"))), VenueError::InsufficientFunds);
    let withdraw = Withdraw {
        asset: Asset::XBT,
        key: "cold-btc".into(),
        address: None,
        amount: dec("0.11"),
        max_fee: None,
    };
    assert_eq!(desk.refusal(Command::Withdraw(withdraw)), VenueError::InvalidAmount);
    assert_eq!(desk.refusal(allocate(Asset::XBT, "0.11")), VenueError::EarnInsufficientFunds);
    desk.run(deallocate(Asset::XBT, "0.01"));
    desk.run(Command::AddOrder(market(Side::Sell, "0.11")));
}

#[test]
fn what_is_held_for_an_order_cannot_be_allocated() {
    let mut desk = Desk::new();
    desk.place(super::limit(Side::Sell, "0.7", "900000"));
    assert_eq!(desk.refusal(allocate(Asset::XBT, "0.31")), VenueError::EarnInsufficientFunds);
    desk.run(allocate(Asset::XBT, "0.3"));
    assert_eq!(desk.holding(Asset::XBT).available(), Decimal::ZERO);
}

#[test]
fn amounts_are_checked() {
    let mut desk = Desk::new();
    let argument = VenueError::InvalidArgument(Field::Amount);
    desk.run(allocate(Asset::XBT, "0.1"));
    for both in [allocate, deallocate] {
        for (amount, error) in [
            ("0", argument),
            ("-1", argument),
            ("0.00000000001", argument),
            // a cent is 0.0000000858 of a bitcoin at the opening price
            ("0.00000008", VenueError::EarnBelowMinimum),
            ("1.1", VenueError::EarnInsufficientFunds),
            ("79228162514264337593543950335", VenueError::EarnInsufficientFunds),
        ] {
            assert_eq!(desk.refusal(both(Asset::XBT, amount)), error, "{amount}");
        }
        desk.run(both(Asset::XBT, "0.00000009"));
    }
    assert_eq!(desk.refusal(deallocate(Asset::ETH, "1")), VenueError::EarnInsufficientFunds);
    assert_eq!(desk.allocation(Asset::XBT).total, dec("0.1"));
}

#[test]
fn an_account_may_allocate_up_to_the_cap() {
    let mut desk = Desk::new();
    let cap = Strategy::of(Asset::XBT).unwrap().cap();
    desk.run(Command::Deposit { asset: Asset::XBT, amount: cap });
    desk.wait(3);
    desk.run(allocate(Asset::XBT, "1"));
    assert_eq!(desk.refusal(allocate(Asset::XBT, "4.0000000001")), VenueError::EarnAboveCap);
    desk.run(allocate(Asset::XBT, "4"));
    assert_eq!(desk.refusal(allocate(Asset::XBT, "0.001")), VenueError::EarnAboveCap);
    // rewards are not stopped by it
    desk.wait(TO_MIDNIGHT + DAY);
    assert!(desk.allocation(Asset::XBT).total > cap);
    desk.run(deallocate(Asset::XBT, "1"));
}

#[test]
fn whatever_little_is_left_can_be_taken_out() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::XBT, "0.0000001"));
    desk.run(deallocate(Asset::XBT, "0.00000009"));
    assert_eq!(desk.refusal(deallocate(Asset::XBT, "0.000000005")), VenueError::EarnBelowMinimum);
    desk.run(deallocate(Asset::XBT, "0.00000001"));
    assert_eq!(desk.allocation(Asset::XBT).total, Decimal::ZERO);
}

#[test]
fn a_reward_is_paid_at_midnight_for_what_was_there_all_day() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::ETH, "5"));
    assert_eq!(desk.venue.next_due(), Some(OPENED.plus(Micros::from_secs(TO_MIDNIGHT))));
    desk.wait(TO_MIDNIGHT);
    assert_eq!((desk.rewards(), desk.allocation(Asset::ETH).earning), (vec![], dec("5")));
    // comes in too late for the day that has begun
    desk.run(allocate(Asset::ETH, "5"));
    desk.wait(DAY - 1);
    assert_eq!(desk.rewards(), []);
    desk.wait(1);
    let first = (TO_MIDNIGHT + DAY, dec("0.0003287671"));
    assert_eq!(desk.rewards(), [first]);
    assert_eq!(desk.allocation(Asset::ETH).total, dec("10.0003287671"));
    desk.wait(DAY);
    let second = (TO_MIDNIGHT + 2 * DAY, dec("0.0006575558"));
    assert_eq!(desk.rewards(), [first, second]);
    let allocation = desk.allocation(Asset::ETH);
    assert_eq!((allocation.total, allocation.rewarded), (dec("10.0009863229"), dec("0.0009863229")));
    let totals = desk.venue.totals().unwrap()[&Asset::ETH];
    assert_eq!((totals.sum(), totals.allocated), (Ok(Decimal::ZERO), allocation.total));
}

#[test]
fn what_goes_out_is_taken_from_what_came_in_last() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::ETH, "2"));
    desk.wait(TO_MIDNIGHT);
    desk.run(allocate(Asset::ETH, "3"));
    desk.run(deallocate(Asset::ETH, "2.5"));
    assert_eq!(
        (desk.allocation(Asset::ETH).total, desk.allocation(Asset::ETH).earning),
        (dec("2.5"), dec("2"))
    );
    desk.run(deallocate(Asset::ETH, "1.5"));
    assert_eq!(
        (desk.allocation(Asset::ETH).total, desk.allocation(Asset::ETH).earning),
        (dec("1"), dec("1"))
    );
    desk.wait(DAY);
    assert_eq!(desk.rewards(), [(TO_MIDNIGHT + DAY, dec("0.0000657534"))]);
}

#[test]
fn who_takes_all_of_it_out_is_paid_nothing_and_may_begin_anew() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::ETH, "2"));
    desk.wait(TO_MIDNIGHT + DAY / 2);
    desk.run(deallocate(Asset::ETH, "2"));
    assert_eq!((desk.venue.next_due(), desk.allocation(Asset::ETH).next_reward()), (None, None));
    desk.wait(100 * DAY);
    assert_eq!(desk.rewards(), []);
    desk.run(allocate(Asset::ETH, "2"));
    desk.wait(DAY);
    assert_eq!(desk.rewards(), [], "days without anything in it are paid");
    desk.wait(DAY);
    assert_eq!(desk.rewards().len(), 1);
}

#[test]
fn the_day_that_has_begun_is_told_in_advance() {
    let mut desk = Desk::new();
    let strategy = Strategy::of(Asset::ETH).unwrap();
    assert_eq!(desk.venue.payout(ME, strategy, desk.now), None);
    desk.run(allocate(Asset::ETH, "10"));
    let payout = desk.venue.payout(ME, strategy, desk.now).unwrap();
    let nothing_yet = (payout.accumulated, payout.estimated, payout.to.since(desk.now).secs());
    assert_eq!(nothing_yet, (dec("0"), dec("0"), TO_MIDNIGHT));
    desk.wait(TO_MIDNIGHT + DAY / 2);
    let payout = desk.venue.payout(ME, strategy, desk.now).unwrap();
    assert_eq!((payout.accumulated, payout.estimated), (dec("0.0003287671"), dec("0.0003287671")));
    desk.wait(DAY / 2);
    assert_eq!(desk.rewards(), [(TO_MIDNIGHT + DAY, dec("0.0006575342"))]);
}

#[test]
fn a_long_pause_is_caught_up_with_in_few_entries_of_the_same_sum() {
    let mut often = Desk::new();
    often.run(allocate(Asset::SOL, "77.7"));
    often.run(allocate(Asset::USD, "12345.67"));
    let mut seldom = Desk { venue: often.venue.clone(), now: often.now };
    for _ in 0..400 {
        often.wait(DAY);
    }
    seldom.wait(400 * DAY);
    for asset in [Asset::SOL, Asset::USD] {
        assert_eq!(often.allocation(asset), seldom.allocation(asset), "{asset}");
    }
    // the days before the last thirty at once, then one by one
    let filter =
        LedgerFilter { balances: vec![BalanceName::find("SOL.F").unwrap()], ..LedgerFilter::default() };
    assert_eq!(seldom.venue.ledger(ME, &filter).total, 1 + 1 + 30);
    assert_eq!(often.venue.ledger(ME, &filter).total, 1 + 399);
}

#[test]
fn a_pause_of_ten_thousand_days_ends_at_once() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::SOL, "77.7"));
    desk.wait(10_000 * DAY);
    assert_eq!(desk.rewards().len(), 31);
    assert_eq!(desk.venue.due(desk.now), Ok(vec![]));
    assert_eq!(desk.venue.totals().unwrap()[&Asset::SOL].sum(), Ok(Decimal::ZERO));
}

#[test]
fn one_call_gives_a_limited_number_of_rewards() {
    let mut venue = Venue::new(VenueConfig::new(5, OPENED));
    let strategies: Vec<_> =
        default_funding().into_iter().filter_map(|(asset, _)| Strategy::of(asset)).collect();
    let accounts = 100_u64;
    for account in (0..accounts).map(AccountNo) {
        let open = Command::OpenAccount { funding: default_funding(), addresses: Vec::new() };
        venue.execute(account, &open, OPENED, Micros::MAX).unwrap();
        for strategy in &strategies {
            let allocate = Command::Allocate { strategy: *strategy, amount: Decimal::ONE };
            venue.execute(account, &allocate, OPENED, Micros::MAX).unwrap();
        }
    }
    let expected = usize::try_from(accounts).unwrap() * strategies.len();
    let now = OPENED.plus(Micros::from_secs(TO_MIDNIGHT + 200 * DAY));
    let (mut calls, mut rewards) = (0, 0);
    loop {
        let due = venue.due(now).unwrap();
        if due.is_empty() {
            break;
        }
        assert!(due.len() <= 500, "{}", due.len());
        rewards += due.len();
        calls += 1;
        venue.apply_all(&due).unwrap();
    }
    assert_eq!((rewards, calls), (31 * expected, 31 * expected.div_ceil(500)));
}

#[test]
fn a_restored_venue_goes_on_alike() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::SOL, "77.7"));
    desk.run(allocate(Asset::ETH, "1"));
    desk.run(deallocate(Asset::ETH, "1"));
    desk.wait(5 * DAY);
    let mut restored = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    assert!(restored == desk.venue);
    let later = desk.now.plus(Micros::from_secs(3 * DAY));
    assert_eq!(restored.advance(later), desk.venue.advance(later));
}

#[test]
fn the_record_format_is_fixed() {
    // golden: journals of older releases must read the same
    let mut desk = Desk::new();
    let mut events = desk.run(allocate(Asset::ETH, "5")).events;
    desk.wait(TO_MIDNIGHT);
    events.extend(desk.venue.due(desk.now.plus(Micros::from_secs(DAY))).unwrap());
    let text = String::from_utf8(encode_events(&events).unwrap()).unwrap();
    let expected = concat!(
        r#"{"v":1,"b":[{"allocated":{"account":1,"rows":["#,
        r#"{"id":"L2MLAL-PPNRR-AKV5P5","source":{"allocation":"ELXSRXD-YNFAI-QFLXT4"},"at":1760000000000000,"#,
        r#""asset":"XETH","amount":"-5","fee":"0","balance":"5"},"#,
        r#"{"id":"LFUNV6-R5ORE-6JW3BK","source":{"allocation":"ELXSRXD-YNFAI-QFLXT4"},"at":1760000000000000,"#,
        r#""asset":"XETH","wallet":"earn","amount":"5","fee":"0","balance":"5"}]}},"#,
        r#"{"rewarded":{"at":1760140800000000,"account":1,"asset":"XETH","to":1760140800000000,"#,
        r#""row":{"id":"LG6NY7-427AM-VYAVJA","source":{"reward":"ELAJWTF-2OQOK-CNJ6LJ"},"at":1760140800000000,"#,
        r#""asset":"XETH","wallet":"earn","amount":"0.0003287671","fee":"0","balance":"5.0003287671"},"rest":85000000}}]}"#
    );
    assert_eq!(text, expected);
    assert_eq!(decode_events(text.as_bytes()).unwrap(), events);
}

/// What applying an event comes to once it was changed.
fn applied(desk: &Desk, event: &Event, change: impl FnOnce(&mut Event)) -> Result<(), ApplyError> {
    let mut event = event.clone();
    change(&mut event);
    desk.venue.clone().apply(&event)
}

#[test]
fn moves_that_do_not_add_up_are_refused() {
    let desk = Desk::new();
    let planned = desk.venue.plan(ME, &allocate(Asset::ETH, "5"), desk.now, Micros::MAX).unwrap();
    let [moved] = &planned.events[..] else { panic!() };
    let rows = |change: fn(&mut [LedgerRow; 2])| {
        applied(&desk, moved, |event| {
            let Event::Allocated { rows, .. } = event else { panic!() };
            change(rows);
        })
    };
    assert_eq!(rows(|_| {}), Ok(()));
    assert_eq!(rows(|rows| rows.swap(0, 1)), Err(ApplyError::Earn));
    assert_eq!(rows(|rows| rows[1].amount += Decimal::ONE), Err(ApplyError::Earn));
    assert_eq!(rows(|rows| rows[1].asset = Asset::XBT), Err(ApplyError::Earn));
    assert_eq!(rows(|rows| rows[1].wallet = Wallet::Spot), Err(ApplyError::Earn));
    assert_eq!(rows(|rows| rows[0].fee = Decimal::ONE), Err(ApplyError::Earn));
    assert_eq!(rows(|rows| rows[1].balance = dec("6")), Err(ApplyError::Balance));
    let twice = |desk: &mut Desk| {
        desk.venue.apply(moved).unwrap();
        desk.venue.apply(moved)
    };
    assert_eq!(twice(&mut Desk::new()), Err(ApplyError::Sequence));
}

#[test]
fn rewards_that_are_not_due_are_refused() {
    let mut desk = Desk::new();
    desk.run(allocate(Asset::ETH, "5"));
    desk.wait(TO_MIDNIGHT);
    let due = desk.venue.due(desk.now.plus(Micros::from_secs(DAY))).unwrap();
    let [reward] = &due[..] else { panic!("{due:?}") };
    type Fields<'e> = (&'e mut Asset, &'e mut Micros, &'e mut Option<LedgerRow>, &'e mut u64);
    let with = |change: fn(Fields<'_>)| {
        applied(&desk, reward, |event| {
            let Event::Rewarded { asset, to, row, rest, .. } = event else { panic!() };
            change((asset, to, row, rest));
        })
    };
    assert_eq!(with(|_| {}), Ok(()));
    assert_eq!(with(|(asset, ..)| *asset = Asset::XBT), Err(ApplyError::Earn));
    assert_eq!(with(|(_, to, ..)| *to = to.minus(Micros::from_secs(DAY))), Err(ApplyError::Earn));
    assert_eq!(with(|(_, to, ..)| *to = to.plus(Micros(1))), Err(ApplyError::Earn));
    assert_eq!(with(|(_, _, row, _)| row.as_mut().unwrap().wallet = Wallet::Spot), Err(ApplyError::Earn));
    assert_eq!(with(|(_, _, row, _)| row.as_mut().unwrap().amount = dec("-1")), Err(ApplyError::Earn));
    assert_eq!(with(|(_, _, row, _)| row.as_mut().unwrap().amount = dec("1")), Err(ApplyError::Balance));
    assert_eq!(with(|(.., rest)| *rest = u64::MAX), Err(ApplyError::Earn));
}

//! The dead man's switch.

use claviger_venue::{
    CloseReason, Command, Event, Field, LONGEST_SWITCH_SECS, Micros, OrderStatus, Reply, Side, Venue,
    VenueError,
};
use rust_decimal::Decimal;

use super::{AccountNo, Asset, Desk, ME, dec, default_funding, limit};

fn set(desk: &mut Desk, secs: i64) -> Option<Micros> {
    match desk.run(Command::CancelAllAfter { secs }).reply {
        Reply::SwitchSet { cancel_at, .. } => cancel_at,
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_goes_off_at_its_time_however_late_one_looks_and_only_once() {
    let mut desk = Desk::new();
    let id = desk.place(limit(Side::Buy, "0.1", "50000"));
    let at = set(&mut desk, 60).unwrap();
    assert_eq!((at, desk.venue.switch(ME)), (desk.now.plus(Micros::from_secs(60)), Some(at)));
    assert_eq!(desk.venue.next_due(), Some(at));
    desk.wait(59);
    assert_eq!(desk.order(id).status, OrderStatus::Open);
    assert!(!desk.venue.has_due_switch(desk.now));
    desk.wait(4_000);
    let order = desk.order(id);
    assert_eq!((order.status, order.reason), (OrderStatus::Canceled, Some(CloseReason::CancelAfter)));
    assert_eq!((order.closed_at, desk.venue.switch(ME)), (Some(at), None));
    assert_eq!(desk.holding(Asset::USD).held, Decimal::ZERO);
    let late = desk.place(limit(Side::Buy, "0.1", "50000"));
    desk.wait(4_000);
    assert_eq!(desk.order(late).status, OrderStatus::Open, "a switch that went off is not set any more");
}

#[test]
fn both_instants_are_whole_seconds_and_it_goes_off_when_it_said() {
    let mut desk = Desk::new();
    desk.now = desk.now.plus(Micros(1));
    let Reply::SwitchSet { now, cancel_at } = desk.run(Command::CancelAllAfter { secs: 1 }).reply else {
        panic!()
    };
    assert_eq!((now.0 % 1_000_000, cancel_at), (0, Some(now.plus(Micros::from_secs(1)))));
    let at = cancel_at.unwrap();
    assert!(!desk.venue.has_due_switch(at.minus(Micros(1))) && desk.venue.has_due_switch(at));
}

#[test]
fn setting_it_again_puts_it_off_and_zero_disarms_it() {
    let mut desk = Desk::new();
    let id = desk.place(limit(Side::Buy, "0.1", "50000"));
    set(&mut desk, 60);
    desk.wait(50);
    set(&mut desk, 60);
    desk.wait(59);
    assert_eq!(desk.order(id).status, OrderStatus::Open);
    assert_eq!(set(&mut desk, 0), None);
    desk.wait(1_000);
    assert_eq!(desk.order(id).status, OrderStatus::Open);
    assert_eq!(desk.run(Command::CancelAllAfter { secs: 0 }).events, [], "nothing to disarm");
    for secs in [-1, LONGEST_SWITCH_SECS + 1] {
        let refused = desk.refusal(Command::CancelAllAfter { secs });
        assert_eq!(refused, VenueError::InvalidArgument(Field::Timeout));
    }
}

#[test]
fn another_account_is_not_touched() {
    let mut desk = Desk::new();
    let other = AccountNo(2);
    let open = Command::OpenAccount { funding: default_funding(), addresses: Vec::new() };
    desk.venue.execute(other, &open, desk.now, Micros::MAX).unwrap();
    let order = Command::AddOrder(limit(Side::Buy, "0.1", "50000"));
    desk.venue.execute(other, &order, desk.now, Micros::MAX).unwrap();
    desk.place(limit(Side::Buy, "0.1", "50000"));
    set(&mut desk, 5);
    desk.wait(5);
    assert_eq!(desk.venue.open_orders(ME).count(), 0);
    assert_eq!(desk.venue.open_orders(other).count(), 1);
}

#[test]
fn it_comes_alone_before_what_would_fill_at_that_instant() {
    let mut desk = Desk::new();
    // far below the market, so that it is the first second at which anything may fill
    desk.place(limit(Side::Buy, "0.1", "50000"));
    desk.run(Command::Deposit { asset: Asset::USD, amount: dec("10") });
    set(&mut desk, 600);
    let now = desk.now.plus(Micros::from_secs(10_000));
    let mut batches = Vec::new();
    loop {
        let due = desk.venue.due(now).unwrap();
        if due.is_empty() {
            break;
        }
        desk.venue.apply_all(&due).unwrap();
        batches.push(due);
    }
    let is_fired = |event: &Event| matches!(event, Event::SwitchFired { .. });
    let fired: Vec<_> = batches.iter().filter(|batch| batch.iter().any(is_fired)).collect();
    let [Event::SwitchFired { .. }, Event::Closed { .. }] = fired[0].as_slice() else { panic!("{fired:?}") };
    assert!(fired.len() == 1 && batches.len() > 1);
}

#[test]
fn it_is_kept_by_snapshot_and_journal() {
    let mut desk = Desk::new();
    desk.place(limit(Side::Buy, "0.1", "50000"));
    set(&mut desk, 60);
    let mut read = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    assert_eq!(read, desk.venue);
    read.advance(desk.now.plus(Micros::from_secs(60))).unwrap();
    assert_eq!(read.open_orders(ME).count(), 0);
    let stray = Event::SwitchFired { at: desk.now, account: ME };
    assert!(desk.venue.apply(&stray).is_err(), "it is not its time");
}

use claviger_venue::{
    AddOrder, Asset, Command, Field, Flags, Micros, OrderKind, Side, TimeInForce, VenueError, default_funding,
};
use rust_decimal::Decimal;

use super::{Desk, ME, OPENED, dec, limit, market, pair};

fn refuses(order: AddOrder, error: VenueError) {
    let mut desk = Desk::new();
    let before = desk.venue.clone();
    assert_eq!(desk.refusal(Command::AddOrder(order.clone())), error, "{order:?}");
    assert!(desk.venue == before);
}

#[test]
fn orders_are_checked_against_their_market() {
    refuses(limit(Side::Buy, "0.00001", "100000"), VenueError::OrderMinimum);
    refuses(market(Side::Sell, "0.00001"), VenueError::OrderMinimum);
    refuses(limit(Side::Buy, "0.0001", "0.1"), VenueError::CostMinimum);
    refuses(limit(Side::Buy, "0.1", "100000.05"), VenueError::TickSize);
    refuses(limit(Side::Buy, "0.1", "0"), VenueError::InvalidPrice);
    refuses(limit(Side::Buy, "0.1", "-5"), VenueError::InvalidPrice);
    refuses(
        AddOrder { model: OrderKind::Limit(Decimal::MAX).into(), ..limit(Side::Buy, "0.1", "1") },
        VenueError::InvalidPrice,
    );
    for volume in [dec("0"), dec("-1"), dec("0.123456789"), Decimal::MAX, dec("1000000000001")] {
        refuses(
            AddOrder { volume, ..limit(Side::Buy, "1", "100000") },
            VenueError::InvalidArgument(Field::Volume),
        );
    }
    refuses(
        AddOrder::new(
            pair("XBTUSD"),
            Side::Buy,
            OrderKind::Limit(dec("900000000000000000")),
            dec("1000000000000"),
        ),
        VenueError::Overflow(claviger_venue::Overflow),
    );
}

#[test]
fn orders_are_checked_against_the_balance() {
    refuses(limit(Side::Buy, "1", "100000"), VenueError::InsufficientFunds);
    refuses(market(Side::Buy, "0.9"), VenueError::InsufficientFunds);
    refuses(limit(Side::Sell, "1.0001", "140000"), VenueError::InsufficientFunds);
    refuses(
        AddOrder::new(pair("XMRUSD"), Side::Sell, OrderKind::Market, dec("1")),
        VenueError::InsufficientFunds,
    );
    // the hold counts
    let mut desk = Desk::new();
    desk.place(limit(Side::Sell, "0.6", "140000"));
    assert_eq!(desk.refusal(Command::AddOrder(market(Side::Sell, "0.5"))), VenueError::InsufficientFunds);
}

#[test]
fn flags_that_do_not_go_together_are_refused() {
    let post = Flags { post: true, ..Flags::default() };
    refuses(AddOrder { flags: post, ..market(Side::Buy, "0.1") }, VenueError::InvalidArgument(Field::Oflags));
    let both = AddOrder { flags: post, time_in_force: TimeInForce::Ioc, ..limit(Side::Buy, "0.1", "100000") };
    refuses(both, VenueError::InvalidArgument(Field::Oflags));
    let viqc = Flags { viqc: true, ..Flags::default() };
    refuses(AddOrder { flags: viqc, ..market(Side::Buy, "0.1") }, VenueError::InvalidArgument(Field::Viqc));
}

#[test]
fn client_ids_are_unique_among_open_orders() {
    let mut desk = Desk::new();
    let named = |id: &str| AddOrder { cl_ord_id: Some(id.into()), ..limit(Side::Buy, "0.01", "100000") };
    desk.place(named("a"));
    for id in ["a", "", "with space", "ümlaut", &"x".repeat(37)] {
        assert_eq!(
            desk.refusal(Command::AddOrder(named(id))),
            VenueError::InvalidArgument(Field::ClOrdId),
            "{id}"
        );
    }
    desk.run(Command::CancelAll);
    desk.place(named("a"));
}

#[test]
fn late_commands_are_refused() {
    let mut desk = Desk::new();
    let past = Micros(desk.now.0 - 1);
    let order = limit(Side::Buy, "0.01", "100000");
    assert_eq!(
        desk.refusal(Command::AddOrder(AddOrder { deadline: Some(past), ..order.clone() })),
        VenueError::DeadlineElapsed
    );
    let add = Command::AddOrder(order);
    assert_eq!(desk.venue.plan(ME, &add, desk.now, past).unwrap_err(), VenueError::DeadlineElapsed);
    assert!(desk.venue.plan(ME, &add, desk.now, desk.now).is_ok());
}

#[test]
fn accounts_are_opened_once_and_before_use() {
    let mut desk = Desk::new();
    let open = |funding| Command::OpenAccount { funding, addresses: Vec::new() };
    assert_eq!(desk.refusal(open(default_funding())), VenueError::AlreadyOpened);
    let other = claviger_venue::AccountNo(2);
    for command in [
        Command::CancelAll,
        Command::AddOrder(market(Side::Sell, "0.1")),
        Command::Deposit { asset: Asset::USD, amount: dec("5") },
    ] {
        assert_eq!(desk.venue.plan(other, &command, OPENED, Micros::MAX).unwrap_err(), VenueError::NotOpened);
    }
    for amount in ["0", "-1", "0.00001", "1000000000001"] {
        let bad = open(vec![(Asset::USD, dec(amount))]);
        assert_eq!(
            desk.venue.plan(other, &bad, OPENED, Micros::MAX).unwrap_err(),
            VenueError::InvalidAmount,
            "{amount}"
        );
    }
}

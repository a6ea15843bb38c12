use claviger_venue::{
    AddOrder, Command, OrderKind, OrderRef, Pair, Side, Tier, Venue, VenueConfig, VenueError,
};

use super::{Desk, ME, OPENED, dec, limit, market, pair};

fn starter() -> Desk {
    Desk::with(VenueConfig { tier: Tier::Starter, ..VenueConfig::new(5, OPENED) })
}

fn far(pair: Pair) -> AddOrder {
    AddOrder::new(pair, Side::Buy, OrderKind::Limit(dec("1000")), dec("0.01"))
}

#[test]
fn open_orders_are_limited_per_market() {
    let mut desk = starter();
    for _ in 0..60 {
        desk.place(far(pair("XBTUSD")));
        desk.wait(1);
    }
    assert_eq!(desk.refusal(Command::AddOrder(far(pair("XBTUSD")))), VenueError::OrdersLimit);
    desk.place(far(pair("ETHUSD")));
    desk.place(market(Side::Sell, "0.01"));
    let oldest = desk.venue.open_orders(ME).last().unwrap().id;
    desk.run(Command::CancelOrder(OrderRef::Id(oldest)));
    desk.wait(10);
    desk.place(far(pair("XBTUSD")));
}

#[test]
fn quick_cancelling_fills_the_counter_but_is_never_refused() {
    let mut desk = starter();
    let mut rounds = 0;
    let refused = loop {
        match desk.attempt(Command::AddOrder(limit(Side::Buy, "0.01", "50000"))) {
            Ok(_) => desk.run(Command::CancelAll),
            Err(error) => break error,
        };
        rounds += 1;
    };
    // nine points a round: one for the order, eight for cancelling it within five seconds
    assert_eq!(
        (refused, rounds, desk.venue.rate_count(ME, pair("XBTUSD"), desk.now)),
        (VenueError::RateLimit, 7, 63)
    );
    desk.place(far(pair("ETHUSD")));
    desk.run(Command::CancelAll);
    let now = desk.now;
    desk.wait(3);
    assert_eq!(desk.refusal(Command::AddOrder(limit(Side::Buy, "0.01", "50000"))), VenueError::RateLimit);
    desk.wait(1);
    desk.place(limit(Side::Buy, "0.01", "50000"));
    assert!(desk.venue.rate_count(ME, pair("XBTUSD"), now) >= 60);
}

#[test]
fn the_counter_survives_a_restart() {
    let mut desk = starter();
    desk.place(limit(Side::Buy, "0.01", "50000"));
    desk.run(Command::CancelAll);
    let restored = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    assert_eq!(restored.rate_count(ME, pair("XBTUSD"), desk.now), 9);
}

#[test]
fn volume_is_counted_for_thirty_days() {
    let mut desk = Desk::new();
    let id = desk.place(market(Side::Buy, "0.1"));
    let cost = desk.order(id).cost;
    assert_eq!(desk.venue.trade_volume(ME, desk.now), Ok(cost));
    desk.wait(30 * 86_400 - 1);
    assert_eq!(desk.venue.trade_volume(ME, desk.now), Ok(cost));
    desk.wait(1);
    assert_eq!(desk.venue.trade_volume(ME, desk.now), Ok(dec("0")));
    desk.place(AddOrder::new(pair("ETHXBT"), Side::Sell, OrderKind::Market, dec("1")));
    let dollars = desk.venue.trade_volume(ME, desk.now).unwrap();
    assert!(dollars > dec("2500") && dollars < dec("5500"), "{dollars}");
}

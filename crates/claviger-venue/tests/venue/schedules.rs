use claviger_venue::{
    AddOrder, Asset, CloseReason, Command, Field, Flags, Micros, Model, Moment, OrderKind, OrderStatus,
    Price, Side, StopKind, VenueError,
};
use rust_decimal::Decimal;

use super::{Desk, dec, limit, market, pair, triggers::percent};

const fn secs(count: i64) -> Moment {
    Moment::In(Micros::from_secs(count))
}

#[test]
fn a_scheduled_order_waits_for_its_start_with_its_hold() {
    let mut desk = Desk::new();
    let id = desk.place(AddOrder { starts: Some(secs(60)), ..market(Side::Sell, "0.1") });
    assert_eq!((desk.order(id).status, desk.holding(Asset::XBT).held), (OrderStatus::Pending, dec("0.1")));
    assert_eq!(desk.order(id).starts_at, Some(desk.now.plus(Micros::from_secs(60))));
    desk.wait(59);
    assert_eq!(desk.order(id).status, OrderStatus::Pending);
    // late, as after a time without the process: it started when it was to
    desk.wait(500);
    let order = desk.order(id).clone();
    assert_eq!((order.status, order.closed_at), (OrderStatus::Closed, order.starts_at));
    assert_eq!(desk.holding(Asset::XBT).held, Decimal::ZERO);
}

#[test]
fn a_scheduled_buy_that_cannot_pay_when_it_starts_is_closed_with_that_reason() {
    let mut desk = Desk::new();
    let id = desk.place(AddOrder { starts: Some(secs(60)), ..market(Side::Buy, "0.5") });
    desk.place(limit(Side::Buy, "0.99", "100000"));
    desk.wait(60);
    assert_eq!(
        (desk.order(id).status, desk.order(id).reason),
        (OrderStatus::Canceled, Some(CloseReason::InsufficientFunds))
    );
}

#[test]
fn a_post_only_order_that_would_take_when_it_starts_is_closed_with_that_reason() {
    let mut desk = Desk::new();
    let flags = Flags { post: true, ..Flags::default() };
    let id = desk.place(AddOrder { flags, starts: Some(secs(10)), ..limit(Side::Buy, "0.1", "130000") });
    desk.wait(10);
    let order = desk.order(id).clone();
    assert_eq!((order.status, order.reason), (OrderStatus::Canceled, Some(CloseReason::PostOnly)));
    assert_eq!(desk.holding(Asset::USD).held, Decimal::ZERO);
}

#[test]
fn a_trigger_is_only_watched_from_the_start_on() {
    let mut desk = Desk::new();
    let model = Model::Trailing { offset: percent("0.1"), limit: None };
    let trail = AddOrder::new(pair("XBTUSD"), Side::Sell, model, dec("0.01"));
    let late = desk.place(AddOrder { starts: Some(secs(40_000)), ..trail.clone() });
    let soon = desk.place(trail);
    assert_eq!(desk.venue.trigger_price(desk.order(late), desk.now), None);
    let start = desk.now.plus(Micros::from_secs(40_000));
    desk.wait(400_000);
    let fired = |id| desk.order(id).stop.as_ref().unwrap().fired.unwrap();
    assert!(fired(soon).at < start && fired(late).at > start);
    let model = Model::Stop { kind: StopKind::StopLoss, price: dec("200000").into(), limit: None };
    let reached = AddOrder::new(pair("XBTUSD"), Side::Sell, model, dec("0.01"));
    let id = desk.place(AddOrder { starts: Some(secs(30)), ..reached });
    assert_eq!(desk.order(id).status, OrderStatus::Pending);
    desk.wait(30);
    assert_eq!(desk.order(id).status, OrderStatus::Closed);
}

#[test]
fn orders_expire_to_the_microsecond() {
    let mut desk = Desk::new();
    let at = desk.now.plus(Micros(90_500_000));
    let id = desk.place(AddOrder { expires: Some(Moment::At(at)), ..limit(Side::Buy, "0.1", "100000") });
    desk.wait(90);
    assert_eq!(desk.order(id).status, OrderStatus::Open);
    desk.wait(1);
    let order = desk.order(id).clone();
    assert_eq!(
        (order.status, order.reason, order.closed_at),
        (OrderStatus::Expired, Some(CloseReason::Expired), Some(at))
    );
    assert_eq!(desk.holding(Asset::USD).held, Decimal::ZERO);
}

#[test]
fn what_the_market_reaches_at_or_after_the_end_is_not_filled() {
    let mut filled = Desk::new();
    let last = filled.venue.market().quote(pair("XBTUSD"), filled.now).last;
    let price = Price::At((last * dec("0.998")).round_dp(1));
    let order = AddOrder::new(pair("XBTUSD"), Side::Buy, Model::Limit { price }, dec("0.1"));
    let mut expired = Desk { venue: filled.venue.clone(), now: filled.now };
    let id = filled.place(order.clone());
    filled.wait(50_000);
    let at = filled.order(id).closed_at.expect("the market comes there");
    for (end, status) in [(at, OrderStatus::Expired), (at.plus(Micros(1)), OrderStatus::Closed)] {
        let mut desk = Desk { venue: expired.venue.clone(), now: expired.now };
        desk.place(AddOrder { expires: Some(Moment::At(end)), ..order.clone() });
        desk.wait(50_000);
        assert_eq!(desk.order(id).status, status);
    }
    expired.wait(1);
}

#[test]
fn starts_and_ends_that_cannot_be_are_refused() {
    let mut desk = Desk::new();
    let month = 31 * 86_400;
    let order = limit(Side::Buy, "0.01", "100000");
    let past = Moment::At(desk.now.minus(Micros(1)));
    for (starts, expires, field) in [
        (Some(past), None, Field::StartTm),
        (Some(secs(month + 1)), None, Field::StartTm),
        (None, Some(secs(4)), Field::ExpireTm),
        (None, Some(past), Field::ExpireTm),
        (None, Some(Moment::At(desk.now)), Field::ExpireTm),
        (None, Some(secs(month + 1)), Field::ExpireTm),
        (Some(secs(60)), Some(secs(60)), Field::ExpireTm),
        (Some(secs(i64::MAX)), None, Field::StartTm),
    ] {
        let refused = desk.refusal(Command::AddOrder(AddOrder { starts, expires, ..order.clone() }));
        assert_eq!(refused, VenueError::InvalidArgument(field), "{starts:?} {expires:?}");
    }
    let id = desk.place(AddOrder { starts: Some(Moment::At(desk.now)), ..order.clone() });
    assert_eq!((desk.order(id).status, desk.order(id).starts_at), (OrderStatus::Open, None));
    desk.place(AddOrder { starts: Some(secs(month)), expires: Some(secs(2 * month)), ..order });
}

#[test]
fn scheduled_orders_are_limited_per_account() {
    let mut desk = Desk::new();
    let order = |name| AddOrder {
        starts: Some(secs(2_000)),
        ..AddOrder::new(pair(name), Side::Sell, OrderKind::Market, dec("0.01"))
    };
    for count in 0..50 {
        desk.place(order(if count % 2 == 0 { "XBTUSD" } else { "ETHUSD" }));
        desk.wait(1);
    }
    assert_eq!(desk.refusal(Command::AddOrder(order("ETHXBT"))), VenueError::ScheduledLimit);
    desk.place(market(Side::Sell, "0.01"));
    desk.wait(2_000);
    desk.place(order("ETHXBT"));
}

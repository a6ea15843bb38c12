use claviger_venue::{
    AddOrder, Asset, CloseReason, Command, Field, Flags, Model, Offset, Order, OrderId, OrderKind,
    OrderStatus, Price, Shift, Side, StopKind, Venue, VenueError,
};
use rust_decimal::Decimal;

use super::{Desk, ME, dec, limit, market, pair, triggers::percent};

fn opened_by(venue: &Venue, primary: OrderId) -> Vec<Order> {
    let closed = venue.closed_orders(ME, &claviger_venue::ClosedFilter::default()).items;
    let all = venue.open_orders(ME).chain(closed);
    all.filter(|order| order.opened_by == Some(primary)).cloned().collect()
}

fn stop_loss(price: Price, limit: Option<Price>) -> Model {
    Model::Stop { kind: StopKind::StopLoss, price, limit }
}

#[test]
fn a_fill_opens_the_closing_order_for_what_was_filled() {
    let mut desk = Desk::new();
    let close = stop_loss(Price::Auto(percent("2")), Some(Price::Auto(percent("1"))));
    let id = desk.place(AddOrder { close: Some(close), userref: Some(7), ..market(Side::Buy, "0.8") });
    let primary = desk.order(id).clone();
    assert!(primary.trades.len() > 1);
    assert_eq!(
        primary.describe_close().as_deref(),
        Some("close position @ stop loss -2.0000% -> limit -1.0000%")
    );
    let [closing] = &opened_by(&desk.venue, id)[..] else { panic!("one for the fills of one instant") };
    assert_eq!(
        (closing.side, closing.volume, closing.held, closing.userref, closing.close.is_none()),
        (Side::Sell, dec("0.8"), dec("0.8"), Some(7), true)
    );
    let quote = desk.venue.market().quote(pair("XBTUSD"), desk.now).last;
    let trigger = desk.venue.trigger_price(closing, desk.now).unwrap();
    assert!((trigger - quote * dec("0.98")).abs() <= dec("0.1"));
    assert!((closing.kind.price().unwrap() - trigger * dec("0.99")).abs() <= dec("0.1"));
    // not asked for by a call: it does not fill the counter
    assert_eq!(desk.venue.rate_count(ME, pair("XBTUSD"), desk.now), 1);
}

#[test]
fn a_resting_order_opens_it_when_the_market_comes() {
    let mut desk = Desk::new();
    let last = desk.venue.market().quote(pair("XBTUSD"), desk.now).last;
    let price = (last * dec("0.999")).round_dp(1).to_string();
    let close = Model::Limit { price: Price::By(Shift { up: true, by: Offset::Quote(dec("90")) }) };
    let id = desk.place(AddOrder { close: Some(close), ..limit(Side::Buy, "0.2", &price) });
    assert_eq!(opened_by(&desk.venue, id), []);
    desk.wait(60_000);
    let primary = desk.order(id).clone();
    assert_eq!(primary.status, OrderStatus::Closed);
    let [closing] = &opened_by(&desk.venue, id)[..] else { panic!() };
    assert_eq!((Some(closing.opened_at), closing.volume), (primary.closed_at, dec("0.2")));
    assert_eq!(closing.status, OrderStatus::Closed, "the market came back within the day");
    assert!(closing.closed_at > Some(closing.opened_at));
}

#[test]
fn a_fee_in_the_base_asset_comes_off_what_is_closed() {
    let mut desk = Desk::new();
    let flags = Flags { fcib: true, ..Flags::default() };
    let close = stop_loss(dec("100000").into(), None);
    let id = desk.place(AddOrder { close: Some(close), flags, ..market(Side::Buy, "0.1") });
    assert_eq!(opened_by(&desk.venue, id)[0].volume, dec("0.0996"));
}

#[test]
fn a_closing_order_that_cannot_pay_is_on_record() {
    let mut desk = Desk::new();
    // what comes in by the sale is less than what buying back at this price would cost
    let close = stop_loss(dec("200000").into(), Some(dec("210000").into()));
    desk.place(limit(Side::Buy, "0.99", "100000"));
    let id = desk.place(AddOrder { close: Some(close), ..market(Side::Sell, "0.5") });
    let [closing] = &opened_by(&desk.venue, id)[..] else { panic!() };
    assert_eq!(
        (closing.status, closing.reason, closing.held),
        (OrderStatus::Canceled, Some(CloseReason::InsufficientFunds), Decimal::ZERO)
    );
    assert_eq!(desk.order(id).status, OrderStatus::Closed, "the fill stands");
    assert_eq!(desk.holding(Asset::USD).held, dec("99247.5"));
}

#[test]
fn a_trailing_closing_order_follows_from_the_fill_on() {
    let mut desk = Desk::new();
    let close = Model::Trailing { offset: percent("0.2"), limit: None };
    let id = desk.place(AddOrder { close: Some(close), ..market(Side::Buy, "0.1") });
    assert_eq!(opened_by(&desk.venue, id)[0].stop.as_ref().unwrap().fired, None);
    desk.wait(30_000);
    assert_eq!(opened_by(&desk.venue, id)[0].status, OrderStatus::Closed);
}

#[test]
fn a_price_that_falls_out_of_range_by_the_time_of_the_fill_is_the_nearest_one() {
    let mut desk = Desk::new();
    let by = Offset::Quote(dec("50000"));
    let below = Price::By(Shift { up: false, by });
    let close = Model::Stop { kind: StopKind::StopLoss, price: dec("50000").into(), limit: Some(below) };
    let refused = AddOrder { close: Some(close), ..market(Side::Buy, "0.1") };
    assert_eq!(desk.refusal(Command::AddOrder(refused)), VenueError::InvalidPrice);
    // just above nothing now, and below it once the market has come down to the limit
    let last = desk.venue.market().quote(pair("XBTUSD"), desk.now).last;
    let price = Price::By(Shift { up: false, by: Offset::Quote(last - dec("0.1")) });
    let close = Model::Stop { kind: StopKind::StopLoss, price, limit: None };
    let limit = limit(Side::Buy, "0.1", &(last * dec("0.998")).round_dp(1).to_string());
    let id = desk.place(AddOrder { close: Some(close), ..limit });
    desk.wait(60_000);
    let [closing] = &opened_by(&desk.venue, id)[..] else { panic!("{:?}", desk.order(id)) };
    assert_eq!(desk.venue.trigger_price(closing, desk.now), Some(dec("0.1")));
}

#[test]
fn closing_orders_are_checked_with_their_primary() {
    let mut desk = Desk::new();
    let mut refused = |close| {
        desk.refusal(Command::AddOrder(AddOrder { close: Some(close), ..limit(Side::Buy, "0.1", "100000") }))
    };
    assert_eq!(refused(OrderKind::Market.into()), VenueError::InvalidArgument(Field::CloseOrderType));
    assert_eq!(
        refused(Model::Iceberg { price: dec("5").into(), display: dec("1") }),
        VenueError::InvalidArgument(Field::CloseOrderType)
    );
    assert_eq!(refused(OrderKind::Limit(dec("0.05")).into()), VenueError::TickSize);
    assert_eq!(refused(stop_loss(dec("0").into(), None)), VenueError::InvalidPrice);
    assert_eq!(refused(Model::Trailing { offset: percent("0"), limit: None }), VenueError::InvalidPrice);
}

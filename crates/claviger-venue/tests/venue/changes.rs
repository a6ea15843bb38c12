use claviger_venue::{
    AddOrder, AmendOrder, Asset, CloseReason, Command, EditOrder, Field, Model, Offset, OrderKind, OrderRef,
    OrderStatus, Price, Reply, Shift, Side, StopKind, TimeInForce, VenueError, When,
};
use rust_decimal::Decimal;

use super::{
    Desk, ME, dec, limit, market, pair,
    triggers::{percent, stop},
};

fn iceberg(volume: &str, shown: &str) -> AddOrder {
    let model = Model::Iceberg { price: dec("100000").into(), display: dec(shown) };
    AddOrder::new(pair("XBTUSD"), Side::Buy, model, dec(volume))
}

#[test]
fn an_iceberg_shows_a_fifteenth_to_all_of_it() {
    let mut desk = Desk::new();
    for shown in ["0.03", "0.1", "0.45"] {
        let id = desk.place(iceberg("0.45", shown));
        assert_eq!(desk.order(id).display, Some(dec(shown)));
        assert_eq!(desk.order(id).describe(), "buy 0.45000000 XBTUSD @ iceberg 100000.0");
        desk.run(Command::CancelAll);
    }
    for shown in ["0.02999999", "0.45000001", "0", "-1", "0.0300000001"] {
        let refused = desk.refusal(Command::AddOrder(iceberg("0.45", shown)));
        assert_eq!(refused, VenueError::InvalidArgument(Field::DisplayVol), "{shown}");
    }
    let ioc = AddOrder { time_in_force: TimeInForce::Ioc, ..iceberg("0.45", "0.1") };
    assert_eq!(desk.refusal(Command::AddOrder(ioc)), VenueError::InvalidArgument(Field::TimeInForce));
    let id = desk.place(iceberg("0.45", "0.1"));
    let amend = AmendOrder { display: Some(dec("0.2")), ..AmendOrder::new(OrderRef::Id(id)) };
    desk.run(Command::AmendOrder(amend.clone()));
    assert_eq!(desk.order(id).display, Some(dec("0.2")));
    assert_eq!(desk.venue.amendments(ME, id).unwrap()[1].display_qty, Some(dec("0.2")));
    let less = AmendOrder { display: Some(dec("0.01")), ..amend };
    assert_eq!(desk.refusal(Command::AmendOrder(less)), VenueError::InvalidArgument(Field::DisplayQty));
}

#[test]
fn triggers_and_the_limits_behind_them_are_amended() {
    let mut desk = Desk::new();
    let kind = StopKind::StopLoss;
    let model = Model::Stop { kind, price: dec("130000").into(), limit: Some(dec("131000").into()) };
    let id = desk.place(AddOrder::new(pair("XBTUSD"), Side::Buy, model, dec("0.1")));
    let amend = |order| AmendOrder::new(OrderRef::Id(order));
    let trigger = AmendOrder { trigger: Some(dec("125000").into()), volume: Some(dec("0.2")), ..amend(id) };
    desk.run(Command::AmendOrder(trigger));
    let order = desk.order(id).clone();
    assert_eq!(order.stop.unwrap().when, When::At { kind, price: dec("125000") });
    assert_eq!((order.held, desk.holding(Asset::USD).held), (dec("26304.8"), dec("26304.8")));
    // a relative limit is taken from the trigger
    let by = Shift { up: true, by: percent("1") };
    desk.run(Command::AmendOrder(AmendOrder { limit: Some(Price::By(by)), ..amend(id) }));
    assert_eq!(desk.order(id).kind, OrderKind::Limit(dec("126250")));
    // to where the market is already: it fires
    desk.run(Command::AmendOrder(AmendOrder { trigger: Some(dec("100000").into()), ..amend(id) }));
    assert_eq!(desk.order(id).status, OrderStatus::Closed);
    let terms = desk.venue.amendments(ME, id).unwrap();
    let triggers: Vec<_> = terms.iter().map(|terms| terms.trigger_price.unwrap()).collect();
    assert_eq!(triggers, ["130000", "125000", "125000", "100000"].map(dec));
}

#[test]
fn a_new_distance_is_followed_from_now_on() {
    let mut desk = Desk::new();
    let model = Model::Trailing { offset: percent("5"), limit: None };
    let id = desk.place(AddOrder::new(pair("XBTUSD"), Side::Sell, model, dec("0.1")));
    desk.wait(3_000);
    let by = Offset::Quote(dec("400"));
    let new =
        AmendOrder { trigger: Some(Price::By(Shift { up: true, by })), ..AmendOrder::new(OrderRef::Id(id)) };
    desk.run(Command::AmendOrder(new.clone()));
    let last = desk.venue.market().quote(pair("XBTUSD"), desk.now).last;
    assert_eq!(desk.venue.trigger_price(desk.order(id), desk.now), Some(last - dec("400")));
    for trigger in [dec("100").into(), Price::By(Shift { up: false, by }), Price::Auto(by)] {
        let refused = desk.refusal(Command::AmendOrder(AmendOrder { trigger: Some(trigger), ..new.clone() }));
        assert_eq!(refused, VenueError::InvalidArgument(Field::TriggerPrice));
    }
}

#[test]
fn what_an_order_has_no_use_for_is_refused_by_name() {
    let mut desk = Desk::new();
    let price = Some(Price::At(dec("100000")));
    let plain = desk.place(limit(Side::Buy, "0.1", "100000"));
    let waiting = desk.place(stop(Side::Sell, StopKind::StopLoss, "0.1", dec("100000").into()));
    let to = |id| AmendOrder::new(OrderRef::Id(id));
    let before = desk.venue.clone();
    for (amend, field) in [
        (AmendOrder { trigger: price, ..to(plain) }, Field::TriggerPrice),
        (AmendOrder { display: Some(dec("0.1")), ..to(plain) }, Field::DisplayQty),
        (AmendOrder { limit: price, ..to(waiting) }, Field::LimitPrice),
    ] {
        assert_eq!(desk.refusal(Command::AmendOrder(amend)), VenueError::InvalidArgument(field));
    }
    let other = AmendOrder { pair: Some(pair("ETHUSD")), limit: price, ..to(plain) };
    assert_eq!(desk.refusal(Command::AmendOrder(other)), VenueError::InvalidOrder);
    let edit = |id| EditOrder::new(OrderRef::Id(id), pair("XBTUSD"));
    for (edit, field) in [
        (EditOrder { price2: price, ..edit(plain) }, Field::Price2),
        (EditOrder { display: Some(dec("0.1")), ..edit(plain) }, Field::DisplayVol),
        (EditOrder { price2: price, ..edit(waiting) }, Field::Price2),
        (EditOrder { post_only: true, ..edit(waiting) }, Field::Oflags),
    ] {
        assert_eq!(desk.refusal(Command::EditOrder(edit)), VenueError::InvalidArgument(field));
    }
    assert!(desk.venue == before);
}

#[test]
fn less_than_what_is_filled_cancels_the_rest() {
    let mut desk = Desk::new();
    let ask = desk.venue.market().quote(pair("XBTUSD"), desk.now).ask;
    let id = desk.place(limit(Side::Buy, "0.8", &ask.to_string()));
    let filled = desk.order(id).filled;
    assert!(filled > Decimal::ZERO && desk.order(id).status == OrderStatus::Open);
    let less = AmendOrder { volume: Some(filled / dec("2")), ..AmendOrder::new(OrderRef::Id(id)) };
    desk.run(Command::AmendOrder(less));
    let order = desk.order(id).clone();
    assert_eq!(
        (order.status, order.reason, order.volume),
        (OrderStatus::Canceled, Some(CloseReason::AmendedToFilled), filled)
    );
    assert_eq!(desk.holding(Asset::USD).held, Decimal::ZERO);
}

#[test]
fn an_order_that_waits_is_replaced_with_its_terms() {
    let mut desk = Desk::new();
    let kind = StopKind::TakeProfit;
    let model = Model::Stop { kind, price: dec("130000").into(), limit: Some(dec("129000").into()) };
    let old = desk.place(AddOrder::new(pair("XBTUSD"), Side::Sell, model, dec("0.1")));
    let edit = EditOrder {
        price: Some(dec("140000").into()),
        price2: Some(Price::By(Shift { up: false, by: percent("1") })),
        userref: Some(4),
        ..EditOrder::new(OrderRef::Id(old), pair("XBTUSD"))
    };
    let Reply::Edited { id, .. } = desk.run(Command::EditOrder(edit)).reply else { panic!() };
    let new = desk.order(id).clone();
    assert_eq!(new.describe(), "sell 0.10000000 XBTUSD @ take profit 140000.0 -> limit 138600.0");
    assert_eq!((new.replaces, new.userref), (Some(old), Some(4)));
    assert_eq!(desk.order(old).reason, Some(CloseReason::Replaced));
    assert_eq!(desk.holding(Asset::XBT).held, dec("0.1"));
}

#[test]
fn fired_and_closing_orders_are_not_edited() {
    let mut desk = Desk::new();
    let model = Model::Stop {
        kind: StopKind::StopLoss,
        price: dec("110000").into(),
        limit: Some(dec("105000").into()),
    };
    let fired = desk.place(AddOrder::new(pair("XBTUSD"), Side::Buy, model, dec("0.1")));
    assert!(!desk.order(fired).is_untriggered() && desk.order(fired).status == OrderStatus::Open);
    let close = Some(OrderKind::Limit(dec("150000")).into());
    let closing = desk.place(AddOrder { close, ..limit(Side::Buy, "0.1", "100000") });
    for id in [fired, closing] {
        let edit = EditOrder { volume: Some(dec("0.2")), ..EditOrder::new(OrderRef::Id(id), pair("XBTUSD")) };
        assert_eq!(desk.refusal(Command::EditOrder(edit)), VenueError::InvalidOrder);
    }
    // what it has become is amended
    let higher = AmendOrder { limit: Some(dec("106000").into()), ..AmendOrder::new(OrderRef::Id(fired)) };
    desk.run(Command::AmendOrder(higher));
    assert_eq!(desk.order(fired).kind, OrderKind::Limit(dec("106000")));
    desk.place(market(Side::Sell, "0.01"));
}

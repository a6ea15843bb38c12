//! Icebergs: filled peak by peak, as the market comes to their limit.

use claviger_venue::{
    AddOrder, AmendOrder, Asset, CloseReason, Command, EditOrder, Field, Model, Moment, OrderKind, OrderRef,
    OrderStatus, Side, Trade, Venue, VenueError,
};
use rust_decimal::Decimal;

use super::{Desk, ME, dec, pair, resting::first_by_hand};

/// A sell order just above the market, in peaks of a quarter.
fn iceberg(desk: &Desk) -> AddOrder {
    let last = desk.venue.market().quote(pair("XBTUSD"), desk.now).last;
    let model = Model::Iceberg { price: (last + dec("20")).into(), display: dec("0.025") };
    AddOrder::new(pair("XBTUSD"), Side::Sell, model, dec("0.09"))
}

fn price(order: &AddOrder) -> Decimal {
    let Model::Iceberg { price: claviger_venue::Price::At(price), .. } = order.model else { panic!() };
    price
}

fn trades(venue: &Venue, id: claviger_venue::OrderId) -> Vec<Trade> {
    let order = venue.order(ME, id).unwrap();
    order.trades.iter().map(|trade| *venue.trade(ME, *trade).unwrap()).collect()
}

/// Waits until so many peaks of an order are filled.
fn wait_for(desk: &mut Desk, id: claviger_venue::OrderId, peaks: usize) {
    for _ in 0..50_000 {
        if desk.order(id).trades.len() >= peaks {
            return;
        }
        desk.wait(1);
    }
    panic!("the market stayed away");
}

#[test]
fn each_second_the_market_is_there_fills_a_peak() {
    let mut desk = Desk::new();
    let add = iceberg(&desk);
    let (limit, placed_at) = (price(&add), desk.now.secs());
    let id = desk.place(add);
    assert_eq!((desk.order(id).shown(), desk.holding(Asset::XBT).held), (dec("0.025"), dec("0.09")));
    let market = desk.venue.market().clone();
    let (mut from, mut left) = (placed_at, dec("0.09"));
    for volume in ["0.025", "0.025", "0.025", "0.015"].map(dec) {
        let sec =
            first_by_hand(&market, pair("XBTUSD"), Side::Sell, limit, from, placed_at + 50_000).unwrap();
        desk.wait(sec - desk.now.secs());
        (from, left) = (sec, left - volume);
        let trade = *trades(&desk.venue, id).last().unwrap();
        assert_eq!((trade.at.secs(), trade.volume, trade.price, trade.maker), (sec, volume, limit, true));
        let order = desk.order(id);
        assert_eq!((order.rest(), order.held, order.filled), (left, left, dec("0.09") - left));
        assert_eq!(desk.holding(Asset::XBT).held, left);
        assert_eq!(order.status == OrderStatus::Open, !left.is_zero());
    }
    assert_eq!((desk.order(id).reason, desk.order(id).trades.len()), (None, 4));
}

#[test]
fn the_peaks_together_cost_what_the_whole_would() {
    let whole = |model: Model, side: Side, fcib: bool| {
        let mut desk = Desk::new();
        let add = AddOrder::new(pair("XBTUSD"), side, model, dec("0.01234567"));
        let add = AddOrder { flags: claviger_venue::Flags { fcib, ..add.flags }, ..add };
        let id = desk.place(add);
        let held = desk.order(id).held;
        desk.wait(200_000);
        let order = desk.order(id);
        assert_eq!(order.status, OrderStatus::Closed, "{model:?}");
        let sum =
            |of: fn(&Trade) -> Decimal| trades(&desk.venue, id).iter().map(of).sum::<Decimal>().normalize();
        let sums = (sum(|trade| trade.cost), sum(|trade| trade.fee), sum(|trade| trade.volume));
        assert_eq!(sums, (order.cost.normalize(), order.fee.normalize(), order.volume));
        let balances = (desk.holding(Asset::USD).total, desk.holding(Asset::XBT).total);
        (held, order.cost, order.fee, balances, order.trades.len())
    };
    for (side, limit) in [(Side::Buy, "116301.7"), (Side::Sell, "116701.3")] {
        for fcib in [false, true] {
            let limit = dec(limit);
            let plain = whole(OrderKind::Limit(limit).into(), side, fcib);
            for display in ["0.00083", "0.0013", "0.005", "0.01234567"] {
                let display = dec(display);
                let parts = whole(Model::Iceberg { price: limit.into(), display }, side, fcib);
                assert_eq!((parts.0, parts.1, parts.2, parts.3), (plain.0, plain.1, plain.2, plain.3));
                let peaks = (dec("0.01234567") / display).ceil();
                assert_eq!(Decimal::from(parts.4), peaks, "{display}");
            }
        }
    }
}

#[test]
fn what_is_left_is_cancelled_or_expires_and_comes_back() {
    let mut desk = Desk::new();
    let id = desk.place(iceberg(&desk));
    wait_for(&mut desk, id, 2);
    desk.run(Command::CancelOrder(OrderRef::Id(id)));
    let order = desk.order(id);
    assert_eq!((order.filled, order.reason), (dec("0.05"), Some(CloseReason::UserRequested)));
    assert_eq!(desk.holding(Asset::XBT).held, Decimal::ZERO);
    // found at once, however late: peaks until its time is over, and then its end
    let expires = Some(Moment::In(claviger_venue::Micros::from_secs(5_000)));
    let id = desk.place(AddOrder { expires, ..iceberg(&desk) });
    let mut often = Desk { venue: desk.venue.clone(), now: desk.now };
    for _ in 0..6_000 {
        often.wait(1);
    }
    desk.wait(6_000);
    assert_eq!(often.order(id), desk.order(id));
    assert_eq!(often.holding(Asset::XBT), desk.holding(Asset::XBT));
}

#[test]
fn each_peak_opens_its_closing_order() {
    let mut desk = Desk::new();
    let close = Some(OrderKind::Limit(dec("90000")).into());
    let id = desk.place(AddOrder { close, ..iceberg(&desk) });
    desk.wait(60_000);
    let closing: Vec<_> = desk.venue.open_orders(ME).map(|order| (order.opened_by, order.volume)).collect();
    let expected = ["0.015", "0.025", "0.025", "0.025"].map(|volume| (Some(id), dec(volume)));
    assert_eq!(closing, expected, "newest first");
}

#[test]
fn amending_between_peaks() {
    let mut desk = Desk::new();
    let id = desk.place(iceberg(&desk));
    wait_for(&mut desk, id, 1);
    let amend = AmendOrder::new(OrderRef::Id(id));
    let shows = |display: &str| AmendOrder { display: Some(dec(display)), ..amend.clone() };
    for refused in ["0.0043", "0.06500001", "0"] {
        let refused = desk.refusal(Command::AmendOrder(shows(refused)));
        assert_eq!(refused, VenueError::InvalidArgument(Field::DisplayQty));
    }
    desk.run(Command::AmendOrder(shows("0.04")));
    let amended_at = desk.now.secs();
    wait_for(&mut desk, id, 2);
    let second = trades(&desk.venue, id)[1];
    assert_eq!(second.volume, dec("0.04"));
    assert!(second.at.secs() > amended_at);
    // the last peak is smaller than what it shows; its other terms can still be changed
    assert_eq!((desk.order(id).shown(), desk.order(id).display), (dec("0.025"), Some(dec("0.04"))));
    let away = AmendOrder { limit: Some(dec("150000").into()), ..amend.clone() };
    desk.run(Command::AmendOrder(away));
    assert_eq!((desk.order(id).display, desk.order(id).held), (Some(dec("0.04")), dec("0.025")));
    let more = AmendOrder { volume: Some(dec("0.2")), ..amend.clone() };
    desk.run(Command::AmendOrder(more));
    assert_eq!((desk.order(id).shown(), desk.holding(Asset::XBT).held), (dec("0.04"), dec("0.135")));
    let less = AmendOrder { volume: Some(dec("0.03")), ..amend };
    desk.run(Command::AmendOrder(less));
    assert_eq!(desk.order(id).reason, Some(CloseReason::AmendedToFilled));
}

#[test]
fn editing_the_last_peak_makes_it_the_whole() {
    let mut desk = Desk::new();
    let id = desk.place(iceberg(&desk));
    wait_for(&mut desk, id, 3);
    let edit =
        EditOrder { price: Some(dec("150000").into()), ..EditOrder::new(OrderRef::Id(id), pair("XBTUSD")) };
    let too_much = EditOrder { display: Some(dec("0.02")), ..edit.clone() };
    let refused = desk.refusal(Command::EditOrder(too_much));
    assert_eq!(refused, VenueError::InvalidArgument(Field::DisplayVol));
    desk.run(Command::EditOrder(edit));
    let order = desk.venue.open_orders(ME).next().unwrap();
    assert_eq!((order.volume, order.display, order.replaces), (dec("0.015"), Some(dec("0.015")), Some(id)));
}

#[test]
fn what_it_takes_it_takes_whole() {
    let mut desk = Desk::new();
    let quote = desk.venue.market().quote(pair("XBTUSD"), desk.now);
    let model = Model::Iceberg { price: (quote.ask + dec("5")).into(), display: dec("0.05") };
    let id = desk.place(AddOrder::new(pair("XBTUSD"), Side::Buy, model, dec("0.7")));
    let order = desk.order(id);
    assert!(order.filled > dec("0.05"), "{}", order.filled);
    assert!(trades(&desk.venue, id).iter().all(|trade| !trade.maker));
    let copy = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    let mut copy = Desk { venue: copy, now: desk.now };
    for _ in 0..40 {
        desk.wait(1);
    }
    copy.wait(40);
    assert_eq!(copy.order(id), desk.order(id), "also after a restart");
}

use claviger_venue::{
    AddOrder, AmendKind, Asset, CloseReason, Command, Market, Micros, Model, Offset, Order, OrderId,
    OrderKind, OrderStatus, Pair, Price, Shift, Side, StopKind, VenueConfig, VenueError,
};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Desk, ME, OPENED, dec, limit, pair};

pub(super) fn stop(side: Side, kind: StopKind, volume: &str, price: Price) -> AddOrder {
    AddOrder::new(pair("XBTUSD"), side, Model::Stop { kind, price, limit: None }, dec(volume))
}

pub(super) fn percent(text: &str) -> Offset {
    Offset::Percent(dec(text))
}

fn trailing(side: Side, volume: &str, offset: Offset, limit: Option<Shift>) -> AddOrder {
    AddOrder::new(pair("XBTUSD"), side, Model::Trailing { offset, limit }, dec(volume))
}

fn last(market: &Market, pair: Pair, sec: i64) -> Decimal {
    market.quote(pair, Micros::from_secs(sec)).last
}

/// When a fixed trigger fires after a second, by looking at each.
fn by_hand(market: &Market, rises: bool, price: Decimal, from: i64, to: i64) -> Option<i64> {
    let pair = pair("XBTUSD");
    (from + 1..=to).find(|sec| {
        let last = last(market, pair, *sec);
        if rises { last >= price } else { last <= price }
    })
}

/// When and where a trailing stop fires after a second, by looking at each.
fn trail_by_hand(market: &Market, side: Side, offset: Offset, from: i64, to: i64) -> Option<(i64, Decimal)> {
    let pair = pair("XBTUSD");
    let mut best = last(market, pair, from);
    for sec in from + 1..=to {
        let now = last(market, pair, sec);
        best = if side == Side::Sell { best.max(now) } else { best.min(now) };
        let by = match offset {
            Offset::Quote(amount) => amount,
            Offset::Percent(percent) => best * percent / Decimal::ONE_HUNDRED,
        };
        let level = if side == Side::Sell { best - by } else { best + by };
        let level = level.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        if (side == Side::Sell && now <= level) || (side == Side::Buy && now >= level) {
            return Some((sec, level));
        }
    }
    None
}

fn fired(order: &Order) -> Option<(i64, Decimal)> {
    order.stop.as_ref()?.fired.map(|fired| (fired.at.secs(), fired.price.normalize()))
}

const SPAN: i64 = 40_000;

#[test]
fn fixed_triggers_fire_at_the_first_second_the_last_price_is_there() {
    let mut count = 0;
    for seed in 0..6 {
        for (side, kind, factor) in [
            (Side::Sell, StopKind::StopLoss, "0.998"),
            (Side::Buy, StopKind::StopLoss, "1.002"),
            (Side::Sell, StopKind::TakeProfit, "1.002"),
            (Side::Buy, StopKind::TakeProfit, "0.998"),
        ] {
            let mut desk = Desk::with(VenueConfig::new(seed, OPENED));
            let price =
                (last(desk.venue.market(), pair("XBTUSD"), desk.now.secs()) * dec(factor)).round_dp(1);
            let id = desk.place(stop(side, kind, "0.1", Price::At(price)));
            assert_eq!((desk.order(id).status, fired(desk.order(id))), (OrderStatus::Open, None));
            let from = desk.now.secs();
            desk.wait(SPAN);
            let expected = by_hand(desk.venue.market(), factor > "1", price, from, from + SPAN);
            let order = desk.order(id);
            assert_eq!(
                fired(order),
                expected.map(|sec| (sec, price.normalize())),
                "{seed} {side:?} {kind:?}"
            );
            if let Some(sec) = expected {
                count += 1;
                assert_eq!((order.status, order.closed_at.unwrap().secs()), (OrderStatus::Closed, sec));
                let trade = desk.venue.trade(ME, order.trades[0]).unwrap();
                assert!(trade.market && !trade.maker);
            }
        }
    }
    assert!(count > 8, "{count}");
}

#[test]
fn trailing_stops_follow_the_best_price_and_fire_when_it_turns_back() {
    let mut count = 0;
    for seed in 0..5 {
        for side in [Side::Buy, Side::Sell] {
            for offset in [percent("0.2"), percent("0.45"), Offset::Quote(dec("310.5"))] {
                let mut desk = Desk::with(VenueConfig::new(seed, OPENED));
                let id = desk.place(trailing(side, "0.1", offset, None));
                let from = desk.now.secs();
                // seldom and often, so that the trail is taken up again and again
                for pause in [1, 59, 61, 600, 3, SPAN] {
                    desk.wait(pause);
                }
                let to = desk.now.secs();
                let expected = trail_by_hand(desk.venue.market(), side, offset, from, to);
                let expected = expected.map(|(sec, level)| (sec, level.normalize()));
                assert_eq!(fired(desk.order(id)), expected, "{seed} {side:?} {offset:?}");
                count += usize::from(expected.is_some());
            }
        }
    }
    assert!(count > 15, "{count}");
}

#[test]
fn a_trigger_that_is_reached_already_fires_at_once() {
    let mut desk = Desk::new();
    for (side, kind, price) in [
        (Side::Sell, StopKind::StopLoss, "130000"),
        (Side::Buy, StopKind::StopLoss, "100000"),
        (Side::Sell, StopKind::TakeProfit, "100000"),
        (Side::Buy, StopKind::TakeProfit, "130000"),
    ] {
        let id = desk.place(stop(side, kind, "0.01", dec(price).into()));
        assert_eq!(desk.order(id).status, OrderStatus::Closed);
    }
}

#[test]
fn sells_hold_what_they_sell_and_buys_with_a_limit_what_they_may_cost() {
    let mut desk = Desk::new();
    let hold = |desk: &Desk, id: OrderId| desk.order(id).held;
    let at = |price: &str| Price::At(dec(price));
    let sell = desk.place(stop(Side::Sell, StopKind::StopLoss, "0.4", at("100000")));
    assert_eq!((hold(&desk, sell), desk.holding(Asset::XBT).held), (dec("0.4"), dec("0.4")));
    let buy = desk.place(stop(Side::Buy, StopKind::StopLoss, "0.1", at("130000")));
    assert_eq!((hold(&desk, buy), desk.holding(Asset::USD).held), (Decimal::ZERO, Decimal::ZERO));
    let model = Model::Stop { kind: StopKind::StopLoss, price: at("130000"), limit: Some(at("131000")) };
    let limited = desk.place(AddOrder::new(pair("XBTUSD"), Side::Buy, model, dec("0.1")));
    // 13 100 and the taker's fee
    assert_eq!(hold(&desk, limited), dec("13152.4"));
    let more = AddOrder::new(pair("XBTUSD"), Side::Buy, model, dec("0.7"));
    assert_eq!(desk.refusal(Command::AddOrder(more)), VenueError::InsufficientFunds);
    let more = stop(Side::Sell, StopKind::TakeProfit, "0.7", at("150000"));
    assert_eq!(desk.refusal(Command::AddOrder(more)), VenueError::InsufficientFunds);
    desk.run(Command::CancelAll);
    assert_eq!(
        (desk.holding(Asset::XBT).held, desk.holding(Asset::USD).held),
        (Decimal::ZERO, Decimal::ZERO)
    );
}

#[test]
fn a_triggered_buy_that_cannot_pay_is_on_record_and_closed_with_that_reason() {
    let mut desk = Desk::new();
    let id = desk.place(trailing(Side::Buy, "0.5", Offset::Quote(dec("100")), None));
    desk.place(limit(Side::Buy, "0.99", "100000"));
    desk.wait(SPAN);
    let order = desk.order(id).clone();
    assert!(fired(&order).is_some());
    assert_eq!(
        (order.status, order.reason, order.filled, order.held),
        (OrderStatus::Canceled, Some(CloseReason::InsufficientFunds), Decimal::ZERO, Decimal::ZERO)
    );
    assert_eq!(desk.holding(Asset::USD).held, dec("99247.5"));
}

#[test]
fn a_stop_that_pays_its_fee_in_what_it_sells_can_always_pay_it() {
    let mut desk = Desk::new();
    let mut order = stop(Side::Sell, StopKind::StopLoss, "0.996", Price::Auto(percent("0.1")));
    order.flags.fcib = true;
    let id = desk.place(order.clone());
    assert!(desk.order(id).held > dec("0.996") && desk.order(id).held <= dec("1"));
    desk.wait(10 * SPAN);
    assert_eq!(desk.order(id).status, OrderStatus::Closed);
    assert_eq!(desk.holding(Asset::XBT).held, Decimal::ZERO);
}

#[test]
fn the_limit_behind_a_trailing_stop_is_set_when_it_fires_and_noted() {
    let mut desk = Desk::new();
    let shift = Shift { up: true, by: Offset::Quote(dec("20000")) };
    let id = desk.place(trailing(Side::Sell, "0.1", percent("0.2"), Some(shift)));
    let before = desk.venue.trigger_price(desk.order(id), desk.now).unwrap();
    let quote = desk.venue.market().quote(pair("XBTUSD"), desk.now).last;
    assert_eq!(
        before,
        (quote * dec("0.998")).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
    );
    assert_eq!(desk.venue.limit_price(desk.order(id), desk.now), Some(before + dec("20000")));
    desk.wait(10 * SPAN);
    let order = desk.order(id).clone();
    let (_, at) = fired(&order).expect("it fires");
    assert_eq!((order.status, order.kind), (OrderStatus::Open, OrderKind::Limit(at + dec("20000"))));
    let terms = desk.venue.amendments(ME, id).unwrap();
    assert_eq!(
        terms.iter().map(|terms| terms.kind).collect::<Vec<_>>(),
        [AmendKind::Original, AmendKind::Restated]
    );
    assert_eq!((terms[0].limit_price, terms[1].limit_price), (None, order.kind.price()));
    assert_eq!(desk.venue.trigger_price(&order, desk.now), Some(terms[1].trigger_price.unwrap()));
}

#[test]
fn relative_prices_are_taken_from_the_last_price() {
    let mut desk = Desk::new();
    let quote = desk.venue.market().quote(pair("XBTUSD"), desk.now).last;
    let by = Offset::Quote(dec("500"));
    for (side, model, expected) in [
        (Side::Buy, Model::Limit { price: Price::Auto(by) }, quote - dec("500")),
        (Side::Sell, Model::Limit { price: Price::Auto(by) }, quote + dec("500")),
        (Side::Buy, Model::Limit { price: Price::By(Shift { up: false, by }) }, quote - dec("500")),
    ] {
        let id = desk.place(AddOrder::new(pair("XBTUSD"), side, model, dec("0.01")));
        assert_eq!(desk.order(id).kind, OrderKind::Limit(expected));
    }
    for (side, kind, expected) in [
        (Side::Buy, StopKind::StopLoss, quote + dec("500")),
        (Side::Sell, StopKind::StopLoss, quote - dec("500")),
        (Side::Buy, StopKind::TakeProfit, quote - dec("500")),
        (Side::Sell, StopKind::TakeProfit, quote + dec("500")),
    ] {
        let id = desk.place(stop(side, kind, "0.01", Price::Auto(by)));
        assert_eq!(desk.venue.trigger_price(desk.order(id), desk.now), Some(expected));
    }
    // the limit behind a trigger is taken from the trigger, towards being filled
    let limit = Some(Price::Auto(percent("1")));
    let model = Model::Stop { kind: StopKind::StopLoss, price: dec("100000").into(), limit };
    let id = desk.place(AddOrder::new(pair("XBTUSD"), Side::Sell, model, dec("0.01")));
    assert_eq!(desk.order(id).kind, OrderKind::Limit(dec("99000")));
}

#[test]
fn offsets_that_cannot_be_followed_are_refused() {
    let mut desk = Desk::new();
    let mut refused = |offset| desk.refusal(Command::AddOrder(trailing(Side::Sell, "0.01", offset, None)));
    assert_eq!(refused(percent("0")), VenueError::InvalidPrice);
    assert_eq!(refused(percent("100")), VenueError::InvalidPrice);
    assert_eq!(refused(percent("0.00001")), VenueError::InvalidPrice);
    assert_eq!(refused(Offset::Quote(dec("0"))), VenueError::InvalidPrice);
    assert_eq!(refused(Offset::Quote(dec("0.05"))), VenueError::TickSize);
    assert_eq!(refused(Offset::Quote(Decimal::MAX)), VenueError::InvalidPrice);
    let below = Price::By(Shift { up: false, by: Offset::Quote(dec("900000")) });
    let order = AddOrder::new(pair("XBTUSD"), Side::Buy, Model::Limit { price: below }, dec("0.01"));
    assert_eq!(desk.refusal(Command::AddOrder(order)), VenueError::InvalidPrice);
}

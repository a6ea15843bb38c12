use claviger_venue::{
    AddOrder, AmendOrder, Asset, CloseReason, ClosedFilter, Command, EditOrder, Event, Flags, LedgerFilter,
    LedgerKind, Micros, OrderKind, OrderRef, OrderStatus, Reply, Side, TimeInForce, TradeFilter, VenueError,
};
use rust_decimal::Decimal;

use super::{Desk, ME, dec, limit, market, pair};

#[test]
fn a_market_order_walks_the_book_and_pays_the_taker_fee() {
    let mut desk = Desk::new();
    let id = desk.place(market(Side::Buy, "0.8"));
    let order = desk.order(id).clone();
    assert_eq!((order.status, order.filled, order.held), (OrderStatus::Closed, dec("0.8"), Decimal::ZERO));
    let trades = desk.venue.trades(ME, &TradeFilter::default());
    assert!(trades.total > 1, "one level held it all");
    assert!(trades.items.is_sorted_by(|newer, older| newer.price > older.price));
    for trade in &trades.items {
        assert_eq!(
            trade.fee,
            (trade.cost * dec("0.004"))
                .round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        );
        assert!(!trade.maker && trade.market);
        assert_eq!(desk.venue.trade(ME, trade.id), Some(*trade));
        let [spent, received] = trade.ledgers.map(|id| *desk.venue.ledger_row(ME, id).unwrap());
        assert_eq!((spent.asset, spent.amount, spent.fee), (Asset::USD, -trade.cost, trade.fee));
        assert_eq!(
            (received.asset, received.amount, received.fee),
            (Asset::XBT, trade.volume, Decimal::ZERO)
        );
        assert_eq!(spent.source.refid(), trade.id.to_string());
    }
    assert_eq!(desk.holding(Asset::USD).total, dec("100000") - order.cost - order.fee);
    assert_eq!(desk.holding(Asset::XBT).total, dec("1.8"));
    assert_eq!(order.average_price(), (order.cost / dec("0.8")).round_dp(2));
    assert_eq!(order.describe(), "buy 0.80000000 XBTUSD @ market");
}

#[test]
fn a_resting_order_holds_cost_and_fee() {
    let mut desk = Desk::new();
    let id = desk.place(limit(Side::Buy, "0.5", "100000"));
    assert_eq!(desk.order(id).status, OrderStatus::Open);
    assert_eq!(desk.holding(Asset::USD).held, dec("50125"));
    assert_eq!(desk.holding(Asset::USD).available(), dec("49875"));
    desk.place(limit(Side::Sell, "0.25", "140000"));
    assert_eq!(desk.holding(Asset::XBT).held, dec("0.25"));
    assert_eq!(desk.venue.open_orders(ME).count(), 2);
    assert_eq!(desk.run(Command::CancelAll).reply, Reply::Cancelled { count: 2 });
    assert_eq!(
        (desk.holding(Asset::USD).held, desk.holding(Asset::XBT).held),
        (Decimal::ZERO, Decimal::ZERO)
    );
    assert_eq!(desk.run(Command::CancelAll).reply, Reply::Cancelled { count: 0 });
    let closed = desk.venue.closed_orders(ME, &ClosedFilter::default());
    assert_eq!(closed.total, 2);
    assert!(closed.items.iter().all(
        |order| order.reason == Some(CloseReason::UserRequested) && order.status == OrderStatus::Canceled
    ));
}

#[test]
fn a_limit_above_the_market_takes_what_it_may_and_rests() {
    let mut desk = Desk::new();
    let depth = desk.venue.market().depth(pair("XBTUSD"), 2, desk.now);
    let volume = depth.asks[0].volume + dec("0.01");
    let order = AddOrder::new(pair("XBTUSD"), Side::Buy, OrderKind::Limit(depth.asks[0].price), volume);
    let id = desk.place(order);
    let order = desk.order(id);
    assert_eq!(
        (order.filled, order.rest(), order.status),
        (depth.asks[0].volume, dec("0.01"), OrderStatus::Open)
    );
    let cost = depth.asks[0].price * dec("0.01");
    assert_eq!(
        order.held,
        cost.round_dp(4)
            + (cost.round_dp(4) * dec("0.0025"))
                .round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
    );
}

#[test]
fn immediate_or_cancel_does_not_rest() {
    let mut desk = Desk::new();
    let id = desk.place(AddOrder { time_in_force: TimeInForce::Ioc, ..limit(Side::Buy, "0.1", "100000") });
    let order = desk.order(id);
    assert_eq!(
        (order.status, order.reason, order.filled),
        (OrderStatus::Canceled, Some(CloseReason::ImmediateOrCancel), Decimal::ZERO)
    );
    assert_eq!(desk.holding(Asset::USD).held, Decimal::ZERO);
}

#[test]
fn post_only_never_takes() {
    let mut desk = Desk::new();
    let post = Flags { post: true, ..Flags::default() };
    let refused =
        desk.refusal(Command::AddOrder(AddOrder { flags: post, ..limit(Side::Buy, "0.1", "130000") }));
    assert_eq!(refused, VenueError::PostOnly);
    let id = desk.place(AddOrder { flags: post, ..limit(Side::Buy, "0.1", "110000") });
    assert_eq!(desk.order(id).flags.text(), "post,fciq");
}

#[test]
fn the_fee_may_be_taken_in_the_base_asset() {
    let mut desk = Desk::new();
    let flags = Flags { fcib: true, ..Flags::default() };
    desk.place(AddOrder { flags, ..market(Side::Buy, "0.1") });
    assert_eq!(desk.holding(Asset::XBT).total, dec("1.0996"));
    desk.place(AddOrder { flags, ..market(Side::Sell, "0.1") });
    assert_eq!(desk.holding(Asset::XBT).total, dec("0.9992"));
    let rows = desk.venue.ledger(
        ME,
        &LedgerFilter {
            kind: Some(LedgerKind::Trade),
            balances: vec![Asset::USD.into()],
            ..LedgerFilter::default()
        },
    );
    assert!(rows.items.iter().all(|row| row.fee.is_zero()));
}

#[test]
fn validating_changes_nothing() {
    let mut desk = Desk::new();
    let before = desk.venue.clone();
    let outcome =
        desk.run(Command::AddOrder(AddOrder { validate: true, ..limit(Side::Buy, "0.1", "110000") }));
    assert_eq!(
        outcome.reply,
        Reply::Validated { description: "buy 0.10000000 XBTUSD @ limit 110000.0".into(), close: None }
    );
    assert_eq!(outcome.events, []);
    assert!(desk.venue == before);
    let dear =
        desk.refusal(Command::AddOrder(AddOrder { validate: true, ..limit(Side::Buy, "10", "110000") }));
    assert_eq!(dear, VenueError::InsufficientFunds);
}

fn amend(order: OrderRef, volume: Option<&str>, price: Option<&str>) -> Command {
    let (volume, limit) = (volume.map(dec), price.map(|price| dec(price).into()));
    Command::AmendOrder(AmendOrder { volume, limit, ..AmendOrder::new(order) })
}

#[test]
fn amending_keeps_the_id_and_moves_the_hold() {
    let mut desk = Desk::new();
    let id = desk.place(AddOrder { cl_ord_id: Some("mine".into()), ..limit(Side::Buy, "0.5", "100000") });
    desk.run(amend(OrderRef::ClOrdId("mine".into()), Some("0.2"), Some("90000")));
    let order = desk.order(id);
    assert_eq!(
        (order.volume, order.kind, order.held),
        (dec("0.2"), OrderKind::Limit(dec("90000")), dec("18045"))
    );
    assert_eq!(desk.holding(Asset::USD).held, dec("18045"));
    // across the market: fills at once
    desk.run(amend(OrderRef::Id(id), None, Some("130000")));
    assert_eq!(desk.order(id).status, OrderStatus::Closed);
    assert_eq!(desk.refusal(amend(OrderRef::Id(id), Some("1"), None)), VenueError::UnknownOrder);
}

#[test]
fn amending_refuses_what_placing_would() {
    let mut desk = Desk::new();
    let id = OrderRef::Id(desk.place(limit(Side::Buy, "0.5", "100000")));
    assert_eq!(desk.refusal(amend(id.clone(), None, None)), VenueError::InvalidOrder);
    assert_eq!(desk.refusal(amend(id.clone(), Some("0.00001"), None)), VenueError::OrderMinimum);
    assert_eq!(desk.refusal(amend(id.clone(), None, Some("100000.05"))), VenueError::TickSize);
    assert_eq!(desk.refusal(amend(id.clone(), Some("5"), None)), VenueError::InsufficientFunds);
    let careful = AmendOrder { limit: Some(dec("130000").into()), post_only: true, ..AmendOrder::new(id) };
    assert_eq!(desk.refusal(Command::AmendOrder(careful)), VenueError::PostOnly);
}

fn edit(order: OrderRef, volume: Option<&str>, price: Option<&str>) -> EditOrder {
    let (volume, price) = (volume.map(dec), price.map(|price| dec(price).into()));
    EditOrder { volume, price, ..EditOrder::new(order, pair("XBTUSD")) }
}

#[test]
fn editing_replaces_the_order() {
    let mut desk = Desk::new();
    let old = desk.place(AddOrder {
        userref: Some(7),
        cl_ord_id: Some("mine".into()),
        ..limit(Side::Buy, "0.5", "100000")
    });
    let reply = desk.run(Command::EditOrder(edit(OrderRef::UserRef(7), None, Some("90000")))).reply;
    let Reply::Edited { id, original, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(original, old);
    assert_eq!(
        (desk.order(old).status, desk.order(old).reason),
        (OrderStatus::Canceled, Some(CloseReason::Replaced))
    );
    let new = desk.order(id);
    assert_eq!(
        (new.replaces, new.volume, new.userref, new.cl_ord_id.as_deref()),
        (Some(old), dec("0.5"), None, Some("mine"))
    );
    assert_eq!(desk.holding(Asset::USD).held, new.held);
    let other = EditOrder { pair: pair("ETHUSD"), ..edit(OrderRef::Id(id), None, Some("90000")) };
    assert_eq!(desk.refusal(Command::EditOrder(other)), VenueError::InvalidOrder);
    let check = EditOrder { validate: true, ..edit(OrderRef::Id(id), Some("0.1"), None) };
    assert_eq!(desk.run(Command::EditOrder(check)).events, []);
}

#[test]
fn orders_are_cancelled_by_any_name() {
    let mut desk = Desk::new();
    let by_id = desk.place(limit(Side::Buy, "0.01", "100000"));
    desk.place(AddOrder { cl_ord_id: Some("a".into()), ..limit(Side::Buy, "0.01", "100000") });
    desk.place(AddOrder { userref: Some(3), ..limit(Side::Buy, "0.01", "100000") });
    desk.place(AddOrder { userref: Some(3), ..limit(Side::Buy, "0.01", "100000") });
    let shared = desk.refusal(Command::EditOrder(edit(OrderRef::UserRef(3), Some("1"), None)));
    assert_eq!(shared, VenueError::InvalidOrder);
    for (name, count) in
        [(OrderRef::Id(by_id), 1), (OrderRef::ClOrdId("a".into()), 1), (OrderRef::UserRef(3), 2)]
    {
        assert_eq!(desk.run(Command::CancelOrder(name.clone())).reply, Reply::Cancelled { count });
        assert_eq!(desk.refusal(Command::CancelOrder(name)), VenueError::UnknownOrder);
    }
}

#[test]
fn closed_orders_are_found_by_time_and_name() {
    let mut desk = Desk::new();
    for number in 0..60 {
        let id = desk.place(AddOrder { userref: Some(number % 2), ..limit(Side::Buy, "0.01", "100000") });
        desk.run(Command::CancelOrder(OrderRef::Id(id)));
        desk.wait(20);
    }
    let page = |offset| desk.venue.closed_orders(ME, &ClosedFilter { offset, ..ClosedFilter::default() });
    assert_eq!((page(0).items.len(), page(0).total), (50, 60));
    assert_eq!((page(50).items.len(), page(50).total), (10, 60));
    assert_eq!((page(99).items.len(), page(99).total), (0, 60));
    assert!(page(0).items.is_sorted_by(|newer, older| newer.closed_at > older.closed_at));
    let odd = desk.venue.closed_orders(ME, &ClosedFilter { userref: Some(1), ..ClosedFilter::default() });
    assert_eq!(odd.total, 30);
    let newest = page(0).items[0].opened_at;
    let window = claviger_venue::Window { start: Some(newest.minus(Micros(1))), end: None };
    assert_eq!(desk.venue.closed_orders(ME, &ClosedFilter { window, ..ClosedFilter::default() }).total, 1);
}

#[test]
fn a_market_order_larger_than_the_book_ends_unfilled() {
    let mut desk = Desk::new();
    desk.run(Command::Deposit { asset: Asset::find("LEO").unwrap(), amount: dec("10000000") });
    desk.wait(60);
    let id = desk.place(AddOrder::new(pair("LEOUSD"), Side::Sell, OrderKind::Market, dec("10000000")));
    let order = desk.order(id);
    assert_eq!((order.status, order.reason), (OrderStatus::Canceled, Some(CloseReason::NoLiquidity)));
    assert_eq!(order.trades.len(), 500);
    assert_eq!(desk.holding(Asset::find("LEO").unwrap()).available(), order.rest());
}

#[test]
fn events_say_when() {
    let mut desk = Desk::new();
    desk.wait(3);
    let outcome = desk.run(Command::AddOrder(market(Side::Sell, "0.1")));
    assert!(outcome.events.iter().all(|event| event.at() == desk.now));
    assert!(matches!(outcome.events[0], Event::Placed { .. }));
    assert_eq!(desk.venue.clock(), desk.now);
}

#[test]
fn what_is_spent_to_the_last_leaves_a_zero_without_a_sign() {
    let mut desk = Desk::new();
    desk.place(market(Side::Sell, "1"));
    assert_eq!(Asset::XBT.format(desk.holding(Asset::XBT).total), "0.0000000000");
}

use claviger_venue::{
    AddOrder, Asset, Market, Micros, OrderKind, OrderStatus, Pair, Side, Trade, TradeFilter, Venue,
    VenueConfig,
};
use rust_decimal::Decimal;

use super::{Desk, ME, OPENED, dec, limit, pair};

/// The first second after `from` at which the market comes to the limit, by looking at each.
pub(super) fn first_by_hand(
    market: &Market,
    pair: Pair,
    side: Side,
    price: Decimal,
    from: i64,
    to: i64,
) -> Option<i64> {
    (from + 1..=to).find(|sec| {
        let quote = market.quote(pair, Micros::from_secs(*sec));
        match side {
            Side::Buy => quote.ask <= price,
            Side::Sell => quote.bid >= price,
        }
    })
}

#[test]
fn orders_fill_at_the_first_second_the_market_comes_to_them() {
    let span = 20_000;
    let mut filled = 0;
    for (name, side, percent) in [
        ("XBTUSD", Side::Buy, "0.997"),
        ("XBTUSD", Side::Sell, "1.003"),
        ("ETHXBT", Side::Buy, "0.999"),
        ("SHIBUSD", Side::Sell, "1.002"),
        ("USDTUSD", Side::Buy, "0.9999"),
    ] {
        for seed in 0..6 {
            let mut desk = Desk::with(VenueConfig::new(seed, OPENED));
            let pair = pair(name);
            if pair.base().altname() == "SHIB" {
                desk.run(claviger_venue::Command::Deposit { asset: pair.base(), amount: dec("900000000") });
                desk.wait(10);
            }
            let last = desk.venue.market().quote(pair, desk.now).last;
            let price = (last * dec(percent)).round_dp(pair.price_decimals());
            let volume = (dec("50") / desk.venue.market().usd_price(pair.base(), desk.now))
                .round_dp(pair.lot_decimals());
            let placed_at = desk.now.secs();
            let id = desk.place(AddOrder::new(pair, side, OrderKind::Limit(price), volume));
            if desk.order(id).status != OrderStatus::Open {
                continue;
            }
            desk.wait(span);
            let expected = first_by_hand(desk.venue.market(), pair, side, price, placed_at, placed_at + span);
            let order = desk.order(id);
            assert_eq!(order.closed_at.map(Micros::secs), expected, "{name} {seed}");
            if expected.is_some() {
                filled += 1;
                let trade = desk.venue.trade(ME, order.trades[0]).unwrap();
                assert!(
                    trade.maker && trade.price == price && order.held.is_zero() && order.trades.len() == 1
                );
            }
        }
    }
    assert!(filled > 8, "{filled}");
}

fn ladder(venue: &mut Desk) {
    for step in 1..=20 {
        let off = Decimal::from(step * 15);
        let last = venue.venue.market().quote(pair("XBTUSD"), venue.now).last;
        venue.place(limit(Side::Buy, "0.01", &(last - off).to_string()));
        venue.place(limit(Side::Sell, "0.01", &(last + off).to_string()));
    }
}

fn trades(venue: &Venue) -> Vec<Trade> {
    let page = venue.trades(ME, &TradeFilter::default());
    assert!(page.total < 50);
    page.items.into_iter().copied().collect()
}

#[test]
fn how_often_one_looks_does_not_matter() {
    let mut often = Desk::new();
    ladder(&mut often);
    let mut seldom = Desk { venue: often.venue.clone(), now: often.now };
    for _ in 0..7_200 {
        often.wait(1);
    }
    seldom.wait(7_200);
    assert!(trades(&often.venue).len() > 5, "{}", trades(&often.venue).len());
    assert_eq!(trades(&often.venue), trades(&seldom.venue));
    let balances = |desk: &Desk| desk.venue.balances(ME).collect::<Vec<_>>();
    assert_eq!(balances(&often), balances(&seldom));
}

#[test]
fn looking_is_free_of_effects_and_of_events_when_nothing_is_due() {
    let mut desk = Desk::new();
    desk.place(limit(Side::Buy, "0.01", "50000"));
    for second in 1..60 {
        assert_eq!(desk.venue.due(desk.now.plus(Micros::from_secs(second))).unwrap(), []);
    }
    assert_eq!(desk.venue.due(desk.now.plus(Micros::from_secs(60))).unwrap().len(), 1, "the mark");
}

#[test]
fn a_clock_set_back_changes_nothing() {
    let mut desk = Desk::new();
    desk.wait(5);
    desk.place(limit(Side::Buy, "0.01", "50000"));
    let before = desk.venue.clone();
    desk.now = desk.now.minus(Micros::from_secs(1_000));
    desk.wait(0);
    assert!(desk.venue == before);
    let id = desk.place(limit(Side::Buy, "0.01", "50000"));
    assert_eq!(desk.order(id).opened_at, before.clock());
}

#[test]
fn holds_turn_into_balances_when_filled() {
    let mut desk = Desk::new();
    ladder(&mut desk);
    desk.wait(40_000);
    let open_buys: Decimal =
        desk.venue.open_orders(ME).filter(|order| order.side == Side::Buy).map(|order| order.held).sum();
    let open_sells: Decimal =
        desk.venue.open_orders(ME).filter(|order| order.side == Side::Sell).map(|order| order.held).sum();
    assert_eq!((desk.holding(Asset::USD).held, desk.holding(Asset::XBT).held), (open_buys, open_sells));
}

use claviger_venue::{Interval, Market, Micros, Pair};
use rust_decimal::Decimal;

use super::{OPENED, dec, pair};

const DAY: i64 = 86_400;

fn after(secs: i64) -> Micros {
    OPENED.plus(Micros::from_secs(secs))
}

#[test]
fn prices_open_at_the_table() {
    let market = Market::new(5, OPENED);
    let table = "XBT 116500 ETH 3851 XRP 3.070 USDT 1.000 BNB 774.7 SOL 171.9 USDC 1.000 DOGE 0.2142 TRX 0.3387 ADA 0.7678 SUI 3.747 \
                 HYPE 39.16 XLM 0.4157 LINK 17.93 BCH 578.1 HBAR 0.2531 USDE 1.001 AVAX 22.75 LTC 120.1 LEO 8.953 TON 3.323 \
                 SHIB 0.00001266 UNI 10.13 DOT 3.786 DAI 1.000 XMR 273.0 BGB 4.391 CRO 0.1480 PEPE 0.00001091 ENA 0.6314";
    let words: Vec<_> = table.split_whitespace().collect();
    assert_eq!(words.len(), 60);
    for entry in words.chunks(2) {
        let pair = pair(&format!("{}/USD", entry[0]));
        assert_eq!(market.quote(pair, OPENED).last, dec(entry[1]), "{pair}");
    }
}

#[test]
fn prices_are_the_same_everywhere() {
    // golden: integers only, so these hold on every platform
    let market = Market::new(5, OPENED);
    let at = |name: &str, secs| market.quote(pair(name), after(secs)).last.to_string();
    assert_eq!(
        [
            at("XBTUSD", 3_600),
            at("XBTUSD", 10 * DAY),
            at("SHIBUSD", DAY),
            at("USDTUSD", DAY),
            at("ETHXBT", DAY),
            at("XBTUSD", -DAY)
        ],
        ["116416.9", "122176.4", "0.00001274", "1.00000", "0.03326", "116551.4"]
    );
}

#[test]
fn seeds_make_different_markets() {
    let later = after(DAY);
    let last = |seed| Market::new(seed, OPENED).quote(pair("XBTUSD"), later).last;
    assert_ne!(last(1), last(2));
}

#[test]
fn stable_coins_are_stable_and_others_move_a_few_percent_a_day() {
    let market = Market::new(77, OPENED);
    let swing = |name: &str, days: std::ops::Range<i64>| {
        let open = market.quote(pair(name), OPENED).last;
        let samples = days.flat_map(|day| (0..48).map(move |half_hour| day * DAY + half_hour * 1_800));
        samples
            .map(|secs| (market.quote(pair(name), after(secs)).last / open - Decimal::ONE).abs())
            .max()
            .unwrap()
    };
    for name in ["USDTUSD", "USDCUSD", "USDEUSD", "DAIUSD"] {
        assert!(swing(name, -400..400) <= dec("0.0005"), "{name}");
    }
    for name in ["XBTUSD", "ETHUSD", "SOLUSD", "PEPEUSD"] {
        let month = swing(name, 0..30);
        assert!(month > dec("0.01") && month < dec("0.25"), "{name} {month}");
        let ticker = market.ticker(pair(name), after(3 * DAY));
        let day = ticker.high.day / ticker.low.day - Decimal::ONE;
        assert!(day > dec("0.002") && day < dec("0.12"), "{name} {day}");
    }
}

#[test]
fn books_are_sorted_and_do_not_cross() {
    let market = Market::new(3, OPENED);
    for pair in Pair::all() {
        for secs in [0, 1, 5_000, 40 * DAY] {
            let depth = market.depth(pair, 500, after(secs));
            let quote = market.quote(pair, after(secs));
            assert_eq!((depth.asks[0].price, depth.bids[0].price), (quote.ask, quote.bid));
            assert!(quote.bid < quote.ask && quote.bid <= quote.last && quote.last <= quote.ask, "{pair}");
            assert!(
                depth.asks.is_sorted_by(|a, b| a.price < b.price)
                    && depth.bids.is_sorted_by(|a, b| a.price > b.price)
            );
            assert_eq!((depth.asks.len(), depth.bids.len()), (500, 500), "{pair}");
            assert!(
                depth
                    .asks
                    .iter()
                    .chain(&depth.bids)
                    .all(|level| level.price > Decimal::ZERO && level.volume > Decimal::ZERO)
            );
            assert!(depth.asks.iter().all(|level| level.price.scale() <= pair.price_decimals()));
        }
    }
    assert_eq!(market.depth(pair("XBTUSD"), 10, OPENED).asks.len(), 10);
}

#[test]
fn candles_join_and_contain_themselves() {
    let market = Market::new(3, OPENED);
    let now = after(5 * DAY + 1_234);
    for interval in Interval::ALL {
        assert_eq!(Interval::from_minutes(interval.minutes()), Some(interval));
        let candles = market.ohlc(pair("ETHUSD"), interval, None, now);
        assert_eq!(candles.rows.len(), 720);
        assert!(candles.rows.windows(2).all(|two| two[0].close == two[1].open && two[0].at < two[1].at));
        assert!(candles.rows.iter().all(|c| c.low <= c.open.min(c.close) && c.high >= c.open.max(c.close)));
        assert!(candles.rows.iter().all(|c| c.low <= c.vwap && c.vwap <= c.high));
        assert_eq!(candles.last, candles.rows[718].at);
        let newer = market.ohlc(pair("ETHUSD"), interval, Some(candles.last), now);
        assert_eq!(newer.rows, candles.rows[719..]);
        assert_eq!(candles.rows[719].close, market.quote(pair("ETHUSD"), now).last);
    }
    assert_eq!(Interval::from_minutes(7), None);
}

#[test]
fn paging_through_trades_meets_each_once() {
    let market = Market::new(3, OPENED);
    let (pair, now) = (pair("SOLUSD"), after(2_000));
    let start = after(-600);
    let mut since = start;
    let mut seen = Vec::new();
    loop {
        let page = market.trades(pair, Some(since), 37, now);
        if page.rows.is_empty() {
            assert_eq!(page.last, since);
            break;
        }
        since = page.last;
        seen.extend(page.rows);
    }
    assert!(seen.is_sorted_by(|a, b| a.at < b.at && a.id < b.id));
    let latest = market.trades(pair, None, seen.len(), now);
    assert_eq!(latest.rows, seen);
    assert!(
        seen.len() > 500
            && seen.iter().all(|trade| trade.at > start && trade.at <= now && trade.volume > Decimal::ZERO)
    );
    assert!(market.trades(pair, Some(now), 10, now).rows.is_empty());
    assert_eq!(market.trades(pair, Some(Micros(i64::MIN)), 5_000, now).rows.len(), 1_000);
}

#[test]
fn the_tape_of_all_markets_is_theirs_together() {
    let market = Market::new(3, OPENED);
    let (start, now) = (after(-300), after(100));
    let all: Vec<Pair> = Pair::all().collect();
    let mut together: Vec<_> = all
        .iter()
        .flat_map(|pair| market.trades(*pair, Some(start), 1_000, now).rows.into_iter().map(|t| (*pair, t)))
        .collect();
    together.sort_by_key(|(pair, trade)| (trade.at, *pair));
    assert!(together.len() > 3_000);
    let (mut since, mut seen) = (start, Vec::new());
    loop {
        let page = market.tape(&all, Some(since), 700, now);
        let Some((_, last)) = page.last() else { break };
        since = last.at;
        seen.extend(page);
    }
    assert!(seen == together);
    let latest = market.tape(&all, None, 1_000, now);
    assert!(latest == together[together.len() - 1_000..]);
    // up to an instant, and not before the history
    assert!(market.tape(&all, None, 50, after(50)).iter().all(|(_, trade)| trade.at <= after(50)));
    assert!(market.tape(&all, Some(now), 50, start).is_empty());
    assert!(market.tape(&all, None, 50, Micros(0)).is_empty());
    let ids: std::collections::BTreeSet<_> =
        together.iter().map(|(pair, trade)| market.trade_id(*pair, trade)).collect();
    assert_eq!(ids.len(), together.len());
    assert_eq!(market.trade_id(all[0], &together[0].1).to_string().len(), 19);
}

#[test]
fn spreads_are_the_quotes() {
    let market = Market::new(3, OPENED);
    let now = after(1_000);
    let spreads = market.spread(pair("XBTUSD"), None, now);
    assert_eq!(spreads.rows.len(), 200);
    assert!(
        spreads
            .rows
            .iter()
            .all(|row| market.quote(pair("XBTUSD"), row.at).ask == row.ask && row.bid < row.ask)
    );
    assert_eq!(market.spread(pair("XBTUSD"), Some(spreads.last), now).rows.len(), 1);
    assert!(market.spread(pair("XBTUSD"), Some(Micros::MAX), now).rows.is_empty());
}

#[test]
fn tickers_fit_their_books() {
    let market = Market::new(3, OPENED);
    for pair in Pair::all() {
        let ticker = market.ticker(pair, after(7_777));
        let depth = market.depth(pair, 1, after(7_777));
        assert_eq!((ticker.ask, ticker.ask_volume), (depth.asks[0].price, depth.asks[0].volume));
        assert_eq!((ticker.bid, ticker.bid_volume), (depth.bids[0].price, depth.bids[0].volume));
        assert!(ticker.low.day <= ticker.last && ticker.last <= ticker.high.day);
        assert!(
            ticker.low.day <= ticker.low.today && ticker.high.today <= ticker.high.day
                || ticker.trades.today < ticker.trades.day
        );
        assert!(ticker.volume.today <= ticker.volume.day && ticker.last_volume > Decimal::ZERO, "{pair}");
    }
}

//! Markets at a glance.

use super::super::svg::trend;
use super::Exchange;
use super::money;
use claviger::core::time::Timestamp;
use claviger_venue::{Change, Micros, Pair};
use rust_decimal::Decimal;

/// Points of the line of a day.
const POINTS: i64 = 48;
const DAY_SECS: i64 = 86_400;

/// A market.
pub(in super::super) struct Market {
    /// As in *BTC/USD*.
    pub(in super::super) symbol: String,
    /// Its name in links.
    pub(in super::super) altname: String,
    pub(in super::super) base: &'static str,
    pub(in super::super) last: String,
    pub(in super::super) bid: String,
    pub(in super::super) ask: String,
    /// As in *+1.20 %*.
    pub(in super::super) change: String,
    /// `up`, `down` or `flat`.
    pub(in super::super) way: &'static str,
    /// The line of the last day.
    pub(in super::super) trend: String,
}

/// A market at an instant.
pub(super) fn market(exchange: &Exchange, pair: Pair, now: Timestamp) -> Market {
    let at = Micros(now.micros());
    let (quote, change) = (exchange.market.quote(pair, at), exchange.market.change(pair, at));
    let (way, percent) = said(&change);
    let day = (0..=POINTS).map(|point| at.secs() - DAY_SECS + DAY_SECS * point / POINTS);
    let prices: Vec<Decimal> =
        day.map(|secs| exchange.market.quote(pair, Micros::from_secs(secs)).last).collect();
    Market {
        symbol: pair.symbol(),
        altname: pair.altname(),
        base: pair.base().name(),
        last: money::price(pair, quote.last),
        bid: money::price(pair, quote.bid),
        ask: money::price(pair, quote.ask),
        trend: trend(&prices, way),
        change: percent,
        way,
    }
}

/// Which way, and how far in percent.
fn said(change: &Change) -> (&'static str, String) {
    let percent = change.percent();
    let size = percent.abs();
    if percent.is_zero() {
        ("flat", format!("{size:.2} %"))
    } else if percent > Decimal::ZERO {
        ("up", format!("+{size:.2} %"))
    } else {
        ("down", format!("\u{2212}{size:.2} %"))
    }
}

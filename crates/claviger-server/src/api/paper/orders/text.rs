//! An order as it was written, in a body or a form.

use super::super::super::decimal::positive;
use claviger_venue::{AddOrder, Flags, Model, Pair, Price, Side, StopKind, TimeInForce};
use rust_decimal::Decimal;

/// The types of orders that are placed by hand, under Kraken's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Takes what the book offers.
    Market,
    /// Trades at a price or better.
    Limit,
    /// Becomes a market order when the price comes to a trigger, to end a loss.
    StopLoss,
    /// The same with a limit.
    StopLossLimit,
    /// Becomes a market order when the price comes to a trigger, to take a profit.
    TakeProfit,
    /// The same with a limit.
    TakeProfitLimit,
}

impl Kind {
    /// All of them, the plainest first.
    pub(crate) const ALL: [Kind; 6] = [
        Kind::Market,
        Kind::Limit,
        Kind::StopLoss,
        Kind::StopLossLimit,
        Kind::TakeProfit,
        Kind::TakeProfitLimit,
    ];

    /// The name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Market => "market",
            Kind::Limit => "limit",
            Kind::StopLoss => "stop-loss",
            Kind::StopLossLimit => "stop-loss-limit",
            Kind::TakeProfit => "take-profit",
            Kind::TakeProfitLimit => "take-profit-limit",
        }
    }

    /// From its name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it has a limit price.
    pub(crate) const fn has_limit(self) -> bool {
        matches!(self, Kind::Limit | Kind::StopLossLimit | Kind::TakeProfitLimit)
    }

    /// Whether it has a trigger price.
    pub(crate) const fn has_trigger(self) -> bool {
        self.stop().is_some()
    }

    const fn stop(self) -> Option<StopKind> {
        match self {
            Kind::Market | Kind::Limit => None,
            Kind::StopLoss | Kind::StopLossLimit => Some(StopKind::StopLoss),
            Kind::TakeProfit | Kind::TakeProfitLimit => Some(StopKind::TakeProfit),
        }
    }
}

/// An order in texts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OrderText<'a> {
    /// A market, by any of its names.
    pub(crate) pair: &'a str,
    /// `buy` or `sell`.
    pub(crate) side: &'a str,
    /// The name of a [`Kind`].
    pub(crate) kind: &'a str,
    /// A decimal, in the base asset.
    pub(crate) volume: &'a str,
    /// A decimal, in the quote asset.
    pub(crate) limit_price: Option<&'a str>,
    /// A decimal, in the quote asset.
    pub(crate) trigger_price: Option<&'a str>,
    /// `gtc` or `ioc`; the former unless told.
    pub(crate) time_in_force: Option<&'a str>,
    /// Whether it is refused rather than taking what rests.
    pub(crate) post_only: bool,
}

/// What is wrong with which field.
pub(crate) type Wrong = Vec<(&'static str, String)>;

impl OrderText<'_> {
    /// The order, or all that is wrong with it. Whether the account can pay for it is the exchange's to say.
    pub(crate) fn parse(&self) -> Result<AddOrder, Wrong> {
        let mut wrong = Wrong::new();
        let pair = Pair::find(self.pair).ok_or("takes the name of a market, such as XBTUSD".to_owned());
        let pair = take(&mut wrong, "pair", pair);
        let side = take(&mut wrong, "side", side(self.side));
        let kind = take(&mut wrong, "type", Kind::from_name(self.kind).ok_or_else(kinds));
        let volume = take(&mut wrong, "volume", amount(self.volume).and_then(|amount| lots(pair, amount)));
        let mut price = |field, text, wanted: Option<bool>| match wanted {
            Some(wanted) => take(&mut wrong, field, price(pair, text, wanted)),
            None => None,
        };
        let limit = price("limit_price", self.limit_price, kind.map(Kind::has_limit));
        let trigger = price("trigger_price", self.trigger_price, kind.map(Kind::has_trigger));
        let time_in_force = take(&mut wrong, "time_in_force", time_in_force(self.time_in_force));
        let post = take(&mut wrong, "post_only", post(self.post_only, kind, time_in_force));
        let parsed = || {
            let model = model(kind?, limit?, trigger?)?;
            let flags = Flags { post: post?, ..Flags::default() };
            let plain = AddOrder::new(pair?, side?, model, volume?);
            Some(AddOrder { flags, time_in_force: time_in_force?, ..plain })
        };
        parsed().filter(|_| wrong.is_empty()).ok_or(wrong)
    }
}

fn take<T>(wrong: &mut Wrong, field: &'static str, parsed: Result<T, String>) -> Option<T> {
    parsed.map_err(|words| wrong.push((field, words))).ok()
}

fn side(text: &str) -> Result<Side, String> {
    [Side::Buy, Side::Sell].into_iter().find(|side| side.as_str() == text).ok_or("is buy or sell".to_owned())
}

fn kinds() -> String {
    format!("is one of {}", Kind::ALL.map(Kind::name).join(", "))
}

fn amount(text: &str) -> Result<Decimal, String> {
    let words = "takes a positive decimal such as 0.25, of at most 18 digits on each side of the point";
    positive(text.trim()).map_err(|_| words.to_owned())
}

/// A volume that the market takes.
fn lots(pair: Option<Pair>, volume: Decimal) -> Result<Decimal, String> {
    let Some(pair) = pair else { return Ok(volume) };
    if volume.normalize().scale() > pair.lot_decimals() {
        return Err(format!("must have at most {} decimals in this market", pair.lot_decimals()));
    }
    let (least, asset) = (pair.order_minimum(), pair.base().altname());
    if volume < least { Err(format!("must be at least {least} {asset} in this market")) } else { Ok(volume) }
}

/// A price, if the type of the order has one.
fn price(pair: Option<Pair>, text: Option<&str>, wanted: bool) -> Result<Option<Decimal>, String> {
    match (text.map(str::trim), wanted) {
        (None, false) => Ok(None),
        (Some(_), false) => Err("has no place in an order of this type; leave it out".to_owned()),
        (None | Some(""), true) => Err("is needed for an order of this type".to_owned()),
        (Some(text), true) => {
            let price = amount(text)?;
            match pair.filter(|pair| price.normalize().scale() > pair.price_decimals()) {
                Some(pair) => Err(format!("must be a multiple of {} in this market", pair.tick_size())),
                None => Ok(Some(price)),
            }
        }
    }
}

fn time_in_force(text: Option<&str>) -> Result<TimeInForce, String> {
    match text {
        None | Some("gtc") => Ok(TimeInForce::Gtc),
        Some("ioc") => Ok(TimeInForce::Ioc),
        Some(_) => Err("is gtc or ioc".to_owned()),
    }
}

fn post(post: bool, kind: Option<Kind>, time_in_force: Option<TimeInForce>) -> Result<bool, String> {
    if post && kind.is_some_and(|kind| kind != Kind::Limit) {
        return Err("only a limit order can be post-only".to_owned());
    }
    if post && time_in_force == Some(TimeInForce::Ioc) {
        return Err("an order that is gone if it does not trade at once (ioc) cannot be post-only".to_owned());
    }
    Ok(post)
}

fn model(kind: Kind, limit: Option<Decimal>, trigger: Option<Decimal>) -> Option<Model> {
    Some(match (kind, kind.stop()) {
        (Kind::Market, _) => Model::Market,
        (_, None) => Model::Limit { price: Price::At(limit?) },
        (_, Some(stop)) => {
            Model::Stop { kind: stop, price: Price::At(trigger?), limit: limit.map(Price::At) }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: OrderText<'_> = OrderText {
        pair: "BTC/USD",
        side: "buy",
        kind: "limit",
        volume: "0.25",
        limit_price: Some("50000.1"),
        trigger_price: None,
        time_in_force: None,
        post_only: false,
    };

    fn wrong(text: OrderText<'_>) -> Vec<&'static str> {
        text.parse().map(drop).unwrap_err().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn every_type_is_read_with_its_prices() {
        for kind in Kind::ALL {
            let text = OrderText {
                kind: kind.name(),
                limit_price: kind.has_limit().then_some("50000.1"),
                trigger_price: kind.has_trigger().then_some("49000"),
                ..PLAIN
            };
            assert_eq!(text.parse().unwrap().model.as_str(), kind.name());
        }
        let order = OrderText { post_only: true, ..PLAIN }.parse().unwrap();
        assert!(order.flags.post && order.pair.altname() == "XBTUSD" && !order.validate);
    }

    #[test]
    fn each_wrong_field_is_named() {
        assert_eq!(wrong(OrderText::default()), ["pair", "side", "type", "volume"]);
        for volume in ["0", "-1", "1e3", "0,5", "", "0.000000001", "0.00000001"] {
            assert_eq!(wrong(OrderText { volume, ..PLAIN }), ["volume"], "{volume}");
        }
        assert_eq!(wrong(OrderText { limit_price: None, ..PLAIN }), ["limit_price"]);
        assert_eq!(wrong(OrderText { limit_price: Some("50000.15"), ..PLAIN }), ["limit_price"]);
        assert_eq!(wrong(OrderText { kind: "market", ..PLAIN }), ["limit_price"]);
        assert_eq!(wrong(OrderText { kind: "take-profit", limit_price: None, ..PLAIN }), ["trigger_price"]);
        assert_eq!(wrong(OrderText { time_in_force: Some("gtd"), ..PLAIN }), ["time_in_force"]);
        let contradiction = OrderText { time_in_force: Some("ioc"), post_only: true, ..PLAIN };
        assert_eq!(wrong(contradiction), ["post_only"]);
        let market = OrderText { kind: "market", limit_price: None, post_only: true, ..PLAIN };
        assert_eq!(wrong(market), ["post_only"]);
    }
}

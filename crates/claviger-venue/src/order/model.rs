//! The execution model of an order: Kraken's `ordertype` with its prices, as asked for.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Offset, OrderKind, Price, Shift, Side};
use crate::pair::Pair;

/// What a stop at a fixed price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopKind {
    /// Ends a loss: a sell order below the market, a buy order above it.
    StopLoss,
    /// Takes a profit: a sell order above the market, a buy order below it.
    TakeProfit,
}

impl StopKind {
    /// Whether it lies above the market in the usual case, and fires when the last price rises to it.
    pub(crate) const fn is_above(self, side: Side) -> bool {
        matches!((self, side), (Self::StopLoss, Side::Buy) | (Self::TakeProfit, Side::Sell))
    }
}

/// How an order is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Takes what the book offers.
    Market,
    /// Trades at a price or better.
    Limit {
        /// The limit.
        price: Price,
    },
    /// A limit order that shows a part of its volume.
    Iceberg {
        /// The limit.
        price: Price,
        /// Volume shown, in the base asset: from a fifteenth of the volume to all of it.
        display: Decimal,
    },
    /// Waits until the last price comes to a fixed one.
    Stop {
        /// Which way.
        kind: StopKind,
        /// The trigger price.
        price: Price,
        /// Limit of the order that is triggered, relative to the trigger price; without one it is a market order.
        limit: Option<Price>,
    },
    /// Waits until the last price turns back from its best by an offset.
    Trailing {
        /// How far; more than nothing.
        offset: Offset,
        /// Limit of the order that is triggered, as a distance from the trigger price; without one it is a market order.
        limit: Option<Shift>,
    },
}

impl From<OrderKind> for Model {
    fn from(kind: OrderKind) -> Self {
        match kind {
            OrderKind::Market => Self::Market,
            OrderKind::Limit(price) => Self::Limit { price: Price::At(price) },
        }
    }
}

impl Model {
    /// Kraken's `ordertype`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Market => "market",
            Self::Limit { .. } => "limit",
            Self::Iceberg { .. } => "iceberg",
            Self::Stop { kind: StopKind::StopLoss, limit: None, .. } => "stop-loss",
            Self::Stop { kind: StopKind::StopLoss, limit: Some(_), .. } => "stop-loss-limit",
            Self::Stop { kind: StopKind::TakeProfit, limit: None, .. } => "take-profit",
            Self::Stop { kind: StopKind::TakeProfit, limit: Some(_), .. } => "take-profit-limit",
            Self::Trailing { limit: None, .. } => "trailing-stop",
            Self::Trailing { limit: Some(_), .. } => "trailing-stop-limit",
        }
    }

    /// Whether it waits for a trigger.
    #[must_use]
    pub const fn has_trigger(&self) -> bool {
        matches!(self, Self::Stop { .. } | Self::Trailing { .. })
    }

    /// Kraken's `price`: the limit, or the trigger of orders that have one.
    #[must_use]
    pub fn price_text(&self, pair: Pair) -> Option<String> {
        match self {
            Self::Market => None,
            Self::Limit { price } | Self::Iceberg { price, .. } | Self::Stop { price, .. } => {
                Some(price.text(pair))
            }
            Self::Trailing { offset, .. } => Some(Shift { up: true, by: *offset }.text(pair)),
        }
    }

    /// Kraken's `price2`: the limit of orders that have a trigger.
    #[must_use]
    pub fn price2_text(&self, pair: Pair) -> Option<String> {
        match self {
            Self::Stop { limit, .. } => limit.map(|limit| limit.text(pair)),
            Self::Trailing { limit, .. } => limit.map(|limit| limit.text(pair)),
            _ => None,
        }
    }

    /// Kraken's words for it: `limit 37500.0`, `stop loss 22000.0 -> limit 21000.0`, `trailing stop +1.0000%`.
    #[must_use]
    pub fn describe(&self, pair: Pair) -> String {
        let words = self.as_str().trim_end_matches(match self {
            Self::Stop { .. } | Self::Trailing { .. } => "-limit",
            _ => "\0",
        });
        let words = words.replace('-', " ");
        match (self.price_text(pair), self.price2_text(pair)) {
            (Some(price), Some(limit)) => format!("{words} {price} -> limit {limit}"),
            (Some(price), None) => format!("{words} {price}"),
            (None, _) => words,
        }
    }

    /// With the direction of `#` prices filled in: towards a better price for limits, to the usual side of the market for
    /// triggers, towards being filled for the limit behind a trigger.
    pub(crate) const fn directed(self, side: Side) -> Self {
        let sells = matches!(side, Side::Sell);
        match self {
            Self::Limit { price } => Self::Limit { price: price.directed(sells) },
            Self::Iceberg { price, display } => Self::Iceberg { price: price.directed(sells), display },
            Self::Stop { kind, price, limit } => Self::Stop {
                kind,
                price: price.directed(kind.is_above(side)),
                limit: match limit {
                    Some(limit) => Some(limit.directed(!sells)),
                    None => None,
                },
            },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_krakens() {
        let pair = Pair::find("XBTUSD").unwrap();
        let at = |units| Price::At(Decimal::new(units, 0));
        let percent = Offset::Percent(Decimal::new(2, 0));
        let stop = |kind, limit| Model::Stop { kind, price: at(22_000), limit };
        for (model, text) in [
            (Model::Market, "market"),
            (Model::Limit { price: at(5) }, "limit 5.0"),
            (Model::Iceberg { price: at(5), display: Decimal::ONE }, "iceberg 5.0"),
            (stop(StopKind::StopLoss, None), "stop loss 22000.0"),
            (stop(StopKind::StopLoss, Some(at(21_000))), "stop loss 22000.0 -> limit 21000.0"),
            (
                stop(StopKind::TakeProfit, Some(Price::Auto(percent))).directed(Side::Sell),
                "take profit 22000.0 -> limit -2.0000%",
            ),
            (Model::Trailing { offset: percent, limit: None }, "trailing stop +2.0000%"),
            (
                Model::Trailing { offset: percent, limit: Some(Shift { up: false, by: percent }) },
                "trailing stop +2.0000% -> limit -2.0000%",
            ),
        ] {
            assert_eq!(model.describe(pair), text);
        }
    }
}

//! An order before it is placed, in plain words.

use super::super::money;
use claviger_venue::{
    AddOrder, CloseReason, Estimate, Model, Pair, Price, Quote, Side, StopKind, TimeInForce,
};
use rust_decimal::Decimal;

/// What an order says and would come to.
pub(in super::super::super) struct Summary {
    /// One sentence.
    pub(in super::super::super) sentence: String,
    /// Label and words.
    pub(in super::super::super) lines: Vec<(&'static str, String)>,
    /// What one should have noticed; empty if there is nothing.
    pub(in super::super::super) notes: Vec<String>,
}

impl Summary {
    pub(super) fn of(order: &AddOrder, told: &Estimate, quote: &Quote) -> Self {
        Summary {
            sentence: sentence(order),
            lines: lines(order, told, quote),
            notes: notes(order, told, quote),
        }
    }
}

fn sentence(order: &AddOrder) -> String {
    let (pair, buys) = (order.pair, order.side == Side::Buy);
    let verb = if buys { "Buy" } else { "Sell" };
    let volume = money::named(pair.base(), order.volume);
    let price = |price| match price {
        Price::At(at) => format!("{} {}", money::price(pair, at), pair.quote().code()),
        other => other.text(pair),
    };
    let or = if buys { "or less" } else { "or more" };
    let market = if buys { "what the market asks" } else { "what the market bids" };
    match order.model {
        Model::Limit { price: limit } => format!("{verb} {volume} at {} {or}.", price(limit)),
        Model::Stop { kind, price: trigger, limit } => {
            let at = limit.map_or_else(|| market.to_owned(), |limit| format!("{} {or}", price(limit)));
            let moves = if rises(kind, order.side) { "rises" } else { "falls" };
            format!("{verb} {volume} at {at}, once the last price {moves} to {}.", price(trigger))
        }
        _ => format!("{verb} {volume} now, at {market}."),
    }
}

/// Whether a trigger lies above the market in the usual case.
const fn rises(kind: StopKind, side: Side) -> bool {
    matches!((kind, side), (StopKind::StopLoss, Side::Buy) | (StopKind::TakeProfit, Side::Sell))
}

fn lines(order: &AddOrder, told: &Estimate, quote: &Quote) -> Vec<(&'static str, String)> {
    let pair = order.pair;
    let mut lines = Vec::new();
    if told.filled > Decimal::ZERO {
        let average = told.cost.checked_div(told.filled).unwrap_or_default().round_dp(pair.price_decimals());
        let (volume, average) = (money::named(pair.base(), told.filled), money::price(pair, average));
        lines.push(("Filled at once", format!("{volume} at about {average} {}", pair.quote().code())));
        lines.extend(paid(order.side, pair, (told.cost, told.fee), "0.40 %"));
    }
    if told.rest > Decimal::ZERO {
        lines.push(("Stays open", money::named(pair.base(), told.rest)));
        if let Some(at) = told.rest_at {
            let rate = if order.model.has_trigger() { "0.40 %" } else { "0.25 %" };
            lines.extend(paid(order.side, pair, at, rate));
        }
        let (asset, held) = told.held;
        if held > Decimal::ZERO {
            lines.push(("Held meanwhile", money::named(asset, held)));
        }
    }
    let (bid, ask) = (money::price(pair, quote.bid), money::price(pair, quote.ask));
    lines.push(("The market now", format!("bids {bid}, asks {ask} {}", pair.quote().code())));
    lines
}

/// What is paid or received, the fee, and both together.
fn paid(side: Side, pair: Pair, (cost, fee): (Decimal, Decimal), rate: &str) -> [(&'static str, String); 3] {
    let quote = |amount| money::named(pair.quote(), amount);
    let fees = ("Estimated fee", format!("{} ({rate})", quote(fee)));
    match side {
        Side::Buy => [("Estimated cost", quote(cost)), fees, ("You pay", quote(cost.saturating_add(fee)))],
        Side::Sell => {
            [("Estimated proceeds", quote(cost)), fees, ("You receive", quote(cost.saturating_sub(fee)))]
        }
    }
}

fn notes(order: &AddOrder, told: &Estimate, quote: &Quote) -> Vec<String> {
    let mut notes = Vec::new();
    match told.ends {
        Some(CloseReason::NoLiquidity) => notes
            .push("The book does not hold as much: what is left of the order then is cancelled.".to_owned()),
        Some(CloseReason::ImmediateOrCancel) => {
            notes.push("What is not filled at once is cancelled: nothing of it stays open.".to_owned());
        }
        _ => {}
    }
    let is_limit = matches!(order.model, Model::Limit { .. });
    if is_limit && told.filled > Decimal::ZERO && order.time_in_force == TimeInForce::Gtc {
        notes.push(
            "The market is at this price already: the order trades at once, as far as it can.".to_owned(),
        );
    }
    if let Model::Stop { kind, price: Price::At(trigger), .. } = order.model {
        let reached = if rises(kind, order.side) { quote.last >= trigger } else { quote.last <= trigger };
        if reached {
            notes.push("The last price is there already: the trigger fires at once.".to_owned());
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(side: Side, model: Model) -> String {
        let order = AddOrder::new(Pair::find("XBTUSD").unwrap(), side, model, Decimal::new(25, 2));
        sentence(&order).replace('\u{202f}', " ")
    }

    #[test]
    fn an_order_is_said_in_one_sentence() {
        let at = |price: i64| Price::At(Decimal::from(price));
        let stop = |kind, limit| Model::Stop { kind, price: at(40_000), limit };
        for (side, model, words) in [
            (Side::Buy, Model::Market, "Buy 0.25 BTC now, at what the market asks."),
            (Side::Sell, Model::Limit { price: at(50_000) }, "Sell 0.25 BTC at 50 000.0 USD or more."),
            (
                Side::Sell,
                stop(StopKind::StopLoss, None),
                "Sell 0.25 BTC at what the market bids, once the last price falls to 40 000.0 USD.",
            ),
            (
                Side::Buy,
                stop(StopKind::StopLoss, Some(at(41_000))),
                "Buy 0.25 BTC at 41 000.0 USD or less, once the last price rises to 40 000.0 USD.",
            ),
            (
                Side::Sell,
                stop(StopKind::TakeProfit, None),
                "Sell 0.25 BTC at what the market bids, once the last price rises to 40 000.0 USD.",
            ),
        ] {
            assert_eq!(said(side, model), words);
        }
    }
}

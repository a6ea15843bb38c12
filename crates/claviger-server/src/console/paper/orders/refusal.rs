//! What the exchange says against an order, at the field it is about.

use super::super::super::keys::Errors;
use super::super::money;
use claviger_venue::{AddOrder, Asset, Field, Holding, Pair, Side, VenueError};

/// The asset an order spends.
pub(super) fn spends(pair: Pair, side: Side) -> Asset {
    if side == Side::Buy { pair.quote() } else { pair.base() }
}

/// What is wrong; `has` is what the account has of the asset that is spent.
pub(super) fn errors(error: VenueError, order: &AddOrder, has: Holding) -> Errors {
    let mut errors = Errors::default();
    let (field, words) = words(error, order, has);
    errors.add(field, words);
    errors
}

fn words(error: VenueError, order: &AddOrder, has: Holding) -> (&'static str, String) {
    let (pair, asset) = (order.pair, spends(order.pair, order.side));
    let priced = if order.model.has_trigger() { "trigger_price" } else { "limit_price" };
    match error {
        VenueError::InsufficientFunds => {
            let available = money::named(asset, has.available());
            ("volume", format!("the account cannot pay for this: {available} is available"))
        }
        VenueError::OrderMinimum => (
            "volume",
            format!(
                "is less than this market takes: at least {}",
                money::named(pair.base(), pair.order_minimum())
            ),
        ),
        VenueError::CostMinimum => (
            "volume",
            format!(
                "is worth less than this market takes: at least {}",
                money::named(pair.quote(), pair.cost_minimum())
            ),
        ),
        VenueError::InvalidArgument(Field::Volume) | VenueError::Overflow(_) => {
            ("volume", "is more than this market takes".to_owned())
        }
        VenueError::TickSize | VenueError::InvalidPrice => {
            (priced, format!("must be a multiple of {} in this market", pair.tick_size()))
        }
        VenueError::PostOnly => (
            "post_only",
            "the order would trade at once at this price; change the price, or let it trade".to_owned(),
        ),
        VenueError::OrdersLimit => {
            ("", "As many orders are open in this market as an account may have. Cancel one first".to_owned())
        }
        VenueError::RateLimit => (
            "",
            "Too many orders were placed or changed in this market just now. Try again in some seconds"
                .to_owned(),
        ),
        other => ("", other.to_string()),
    }
}

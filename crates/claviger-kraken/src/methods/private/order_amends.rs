//! `OrderAmends`: every term an order ever had. Which permission it needs depends on whether the order is open.

use super::View;
use super::order::is_open;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::Fixed;
use claviger_core::action::OrderFacts;
use claviger_venue::{AccountNo, AmendId, Amendment, Order, Pair, Venue};
use serde::Serialize;

#[derive(Serialize)]
struct Amend {
    amend_id: AmendId,
    amend_type: &'static str,
    order_qty: Fixed,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_qty: Option<Fixed>,
    remaining_qty: Fixed,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_price: Option<Fixed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger_price: Option<Fixed>,
    post_only: bool,
    /// Milliseconds; the documents' example has thirteen digits.
    timestamp: i64,
}

impl Amend {
    fn of(pair: Pair, amendment: &Amendment) -> Self {
        let price = |price| Fixed::price(pair, price);
        let volume = |volume| Fixed::volume(pair, volume);
        Amend {
            amend_id: amendment.id,
            amend_type: amendment.kind.as_str(),
            order_qty: volume(amendment.order_qty),
            display_qty: amendment.display_qty.map(volume),
            remaining_qty: volume(amendment.remaining),
            limit_price: amendment.limit_price.map(price),
            trigger_price: amendment.trigger_price.map(price),
            post_only: amendment.post_only,
            timestamp: amendment.at.0.div_euclid(1_000),
        }
    }
}

#[derive(Serialize)]
struct Amends {
    count: usize,
    amends: Vec<Amend>,
}

/// The state of the order a call asks for.
pub(super) fn facts(params: &Params<'_>, venue: &Venue, account: AccountNo) -> OrderFacts {
    let Ok(order) = find(params, venue, account) else { return OrderFacts::default() };
    OrderFacts { open: is_open(order), closed: !is_open(order), ..OrderFacts::default() }
}

fn find<'v>(params: &Params<'_>, venue: &'v Venue, account: AccountNo) -> Result<&'v Order, KrakenError> {
    let id = params.need("order_id")?.parse().map_err(|_| KrakenError::UnknownOrder)?;
    venue.order(account, id).ok_or(KrakenError::UnknownOrder)
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let order = find(params, view.venue, view.account)?;
    let window = view.window();
    let dated = window.contains(order.opened_at) || order.closed_at.is_some_and(|at| window.contains(at));
    if !is_open(order) && !dated {
        return Err(KrakenError::UnknownOrder);
    }
    let all = view.venue.amendments(view.account, order.id).ok_or(KrakenError::UnknownOrder)?;
    let amends: Vec<_> = all.iter().map(|amendment| Amend::of(order.pair, amendment)).collect();
    success(&Amends { count: amends.len(), amends })
}

//! Turning fills into trades and ledger entries.

use rust_decimal::Decimal;

use super::{
    Fill, Order, OrderKind, Side, conditional,
    matching::{Matching, fee_is_spent},
};
use crate::{
    VenueError, account::AccountNo, asset::Asset, draft::Draft, event::Event, ledger::LedgerSource,
    micros::Micros, money, pair::Pair, trade::Trade,
};

/// The asset an order holds while it is open.
pub(crate) fn hold_asset(pair: Pair, side: Side) -> Asset {
    match side {
        Side::Buy => pair.quote(),
        Side::Sell => pair.base(),
    }
}

/// Books what a matching found for an order whose hold is already in the draft.
pub(super) fn settle(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &Order,
    matching: &Matching,
) -> Result<(), VenueError> {
    let at = draft.at;
    let mut held = matching.held;
    for fill in &matching.fills {
        held = money::sub(held, fill.debit)?;
        book(draft, account, order, fill, Terms { maker: false, held, at })?;
    }
    if let Some(reason) = matching.ends {
        draft.events.push(Event::Closed { at, account, order: order.id, reason });
    }
    conditional::open(draft, account, order, &matching.fills)
}

/// Fills what a resting order shows at its limit, at the draft's instant: the market came to it. Gives the order as it
/// stands then, if anything is left: an iceberg, whose next peak is shown from then on.
pub(crate) fn fill_resting(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &Order,
) -> Result<Option<Order>, VenueError> {
    let OrderKind::Limit(price) = order.kind else { return Ok(None) };
    let (peak, left) = Fill::peak(order, price)?;
    let (at, held) = (draft.at, left.debit);
    book(draft, account, order, &peak, Terms { maker: true, held, at })?;
    conditional::open(draft, account, order, &[peak])?;
    let filled = money::add(order.filled, peak.volume)?;
    Ok((!left.volume.is_zero()).then(|| Order { filled, held, ..order.clone() }))
}

/// What a fill does not know itself.
struct Terms {
    maker: bool,
    /// What the order holds afterwards.
    held: Decimal,
    at: Micros,
}

fn book(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &Order,
    fill: &Fill,
    terms: Terms,
) -> Result<(), VenueError> {
    let Terms { maker, held, at } = terms;
    let (id, pair, side) = (draft.trade_id(), order.pair, order.side);
    let source = LedgerSource::Trade(id);
    let (extra, deducted) =
        if fee_is_spent(order) { (fill.charged, Decimal::ZERO) } else { (Decimal::ZERO, fill.charged) };
    let (out, into) = match side {
        Side::Buy => (fill.cost, (pair.base(), fill.volume)),
        Side::Sell => (fill.volume, (pair.quote(), fill.cost)),
    };
    let spends = hold_asset(pair, side);
    draft.release(account, spends, fill.debit)?;
    let spent = draft.book(account, source, spends, -out, extra, at)?;
    let received = draft.book(account, source, into.0, into.1, deducted, at)?;
    let trade = Trade {
        id,
        order: order.id,
        pair,
        side,
        market: order.kind == OrderKind::Market,
        maker,
        at,
        price: fill.price,
        volume: fill.volume,
        cost: fill.cost,
        fee: fill.fee,
        ledgers: [spent.id, received.id],
    };
    draft.events.push(Event::Filled {
        account,
        trade: Box::new(trade),
        rows: Box::new([spent, received]),
        held,
    });
    Ok(())
}

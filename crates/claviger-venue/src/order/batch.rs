//! Batches: several orders placed or cancelled by one call.

use super::{
    AddOrder, CloseReason, Order, OrderRef,
    cancel::{self, close},
    place,
};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    error::Field,
    event::{Event, Reply},
    micros::Micros,
};
use rust_decimal::Decimal;

/// Fewest orders of a batch.
pub const FEWEST_IN_BATCH: usize = 2;
/// Most orders of a batch.
pub const MOST_IN_BATCH: usize = 15;
/// Most names in one call that cancels.
pub const MOST_CANCELLED: usize = 50;

/// Orders of one market to be placed one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddBatch {
    /// The orders; [`FEWEST_IN_BATCH`] to [`MOST_IN_BATCH`].
    pub orders: Vec<AddOrder>,
    /// Refuse all of them after this instant.
    pub deadline: Option<Micros>,
    /// Only check them, each as if those before it had been placed.
    pub validate: bool,
}

/// Places the orders in turn. One that is refused leaves nothing behind, and the others stand.
pub(crate) fn add(draft: &mut Draft<'_>, account: AccountNo, batch: &AddBatch) -> Result<Reply, VenueError> {
    draft.account(account)?;
    draft.check_deadline(batch.deadline)?;
    let [first, rest @ ..] = batch.orders.as_slice() else { return Err(wrong()) };
    let count = (FEWEST_IN_BATCH..=MOST_IN_BATCH).contains(&batch.orders.len());
    if !count || rest.iter().any(|order| order.pair != first.pair) {
        return Err(wrong());
    }
    draft.begin_batch();
    let replies = batch.orders.iter().map(|order| add_one(draft, account, order, batch.validate)).collect();
    if batch.validate {
        draft.events.clear();
    }
    Ok(Reply::Batch(replies))
}

const fn wrong() -> VenueError {
    VenueError::InvalidArgument(Field::Orders)
}

fn add_one(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &AddOrder,
    validate: bool,
) -> Result<Reply, VenueError> {
    let before = draft.savepoint();
    let order = AddOrder { validate, ..order.clone() };
    place::run(draft, account, &order).inspect_err(|_| draft.roll_back(before))
}

/// Cancels every open order that any of the names is of, each once. Names of no open order are passed over, as long as one
/// is of some.
pub(crate) fn cancel(
    draft: &mut Draft<'_>,
    account: AccountNo,
    names: &[OrderRef],
) -> Result<Reply, VenueError> {
    if names.is_empty() || names.len() > MOST_CANCELLED {
        return Err(wrong());
    }
    let mut orders: Vec<&Order> = Vec::new();
    for name in names {
        let found = cancel::find(draft, account, name).unwrap_or_default();
        for order in found {
            if !orders.iter().any(|known| known.id == order.id) {
                orders.push(order);
            }
        }
    }
    if orders.is_empty() {
        return Err(VenueError::UnknownOrder);
    }
    for order in &orders {
        close(draft, account, order, CloseReason::UserRequested)?;
    }
    Ok(Reply::Cancelled { count: orders.len() })
}

impl Draft<'_> {
    /// Orders of an account that this draft places and that do not end in it, oldest first.
    pub(super) fn placed(&self, account: AccountNo) -> Vec<&Order> {
        let mut live: Vec<(&Order, Decimal)> = Vec::new();
        for event in &self.events {
            match event {
                Event::Placed { account: owner, order, .. } if *owner == account => {
                    live.push((order, order.volume));
                }
                Event::Filled { trade, .. } => {
                    if let Some((_, rest)) = live.iter_mut().find(|(order, _)| order.id == trade.order) {
                        *rest = rest.saturating_sub(trade.volume);
                    }
                }
                Event::Closed { order: id, .. } => live.retain(|(order, _)| order.id != *id),
                _ => {}
            }
        }
        live.into_iter().filter(|(_, rest)| !rest.is_zero()).map(|(order, _)| order).collect()
    }
}

//! An open order is cancelled by hand.

use super::super::super::failure::Failure;
use super::super::super::reply::Reply;
use super::super::super::shell::Call;
use super::super::changes::of_cancel;
use super::super::{Nothing, failure};
use crate::problem::{Code, Problem};
use claviger::manage::{ManageError, Thing};
use claviger_venue::OrderId;
use serde::Serialize;
use utoipa::ToSchema;

/// How many orders were cancelled.
#[derive(Serialize, ToSchema)]
#[schema(as = CancelledOrders)]
pub(in super::super::super) struct CancelledJson {
    /// How many.
    #[schema(example = 1)]
    pub(super) count: usize,
}

/// Cancels an open order, whoever placed it. What was filled stays filled.
#[utoipa::path(post, path = "/paper/orders/{id}/cancel", tag = "paper", operation_id = "paper.order-cancel",
    params(("id" = String, Path, description = "The order's id.", example = "O7J4FF-BGM7G-V2JMIH")),
    responses((status = 200, description = "It is cancelled.", body = CancelledJson)))]
pub(in super::super::super) async fn cancel(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let (id, account): (OrderId, _) = (call.id(Thing::Order)?, call.caller.account);
    let seen = call.state.paper.order(account, id).await.map_err(failure)?;
    let seen = seen.ok_or_else(|| Problem::from(ManageError::NotFound(Thing::Order)))?;
    if !seen.order.is_live() {
        let words = format!("the order has ended already: {}", seen.order.status.as_str());
        return Err(Problem::new(Code::UpstreamRefused, words).into());
    }
    let (order, mutation) = of_cancel(call.answering(shown), &seen, |count| CancelledJson { count });
    let count = call.state.paper.cancel(account, order, mutation).await.map_err(failure)?;
    Ok(shown(&CancelledJson { count })?)
}

pub(super) fn shown(cancelled: &CancelledJson) -> Result<Reply, Problem> {
    Reply::ok(cancelled)
}

//! All open orders are cancelled by hand.

use super::super::super::failure::Failure;
use super::super::super::reply::Reply;
use super::super::super::shell::Call;
use super::super::changes::of_cancel_all;
use super::super::{Cancel, Nothing, failure};
use super::cancel::{CancelledJson, shown};

/// Cancels every open order of the account, whoever placed it; there may be none.
#[utoipa::path(post, path = "/paper/orders/cancel", tag = "paper", operation_id = "paper.order-cancel-all",
    responses((status = 200, description = "They are cancelled.", body = CancelledJson)))]
pub(in super::super::super) async fn cancel_all(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let mutation = of_cancel_all(call.answering(shown), |count| CancelledJson { count });
    let count = call.state.paper.cancel(call.caller.account, Cancel::All, mutation).await;
    Ok(shown(&CancelledJson { count: count.map_err(failure)? })?)
}

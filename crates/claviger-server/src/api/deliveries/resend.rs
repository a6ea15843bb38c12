//! A delivery is sent again.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::DeliveryJson;
use claviger::manage::{Thing, deliveries};

/// Sends what a delivery tells once more, under the same event id, as a new delivery; one that still waits is tried at
/// once instead.
#[utoipa::path(post, path = "/deliveries/{id}/resend", tag = "notices", operation_id = "delivery.resend",
    params(("id" = String, Path, description = "The delivery's id.", example = "delivery_0123456789ab")),
    responses((status = 200, description = "The delivery that is under way.", body = DeliveryJson)))]
pub(in super::super) async fn resend(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let id = call.id(Thing::Delivery)?;
    let caller = call.answering(DeliveryJson::reply);
    let delivery = deliveries::resend(&call.state.authority, &caller, id).await?;
    Ok(DeliveryJson::reply(&delivery)?)
}

//! One delivery.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::DeliveryJson;
use claviger::manage::{Thing, deliveries};

/// Shows a delivery with its last attempts.
#[utoipa::path(get, path = "/deliveries/{id}", tag = "notices", operation_id = "delivery.show",
    params(("id" = String, Path, description = "The delivery's id.", example = "delivery_0123456789ab")),
    responses((status = 200, description = "The delivery.", body = DeliveryJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let delivery = deliveries::show(&call.state.authority, &call.caller, call.id(Thing::Delivery)?).await?;
    Ok(DeliveryJson::reply(&delivery)?)
}

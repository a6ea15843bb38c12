//! A test is sent.

use super::super::deliveries::DeliveryJson;
use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::manage::{Thing, channels};

/// Queues a test for a channel, behind what waits there. Its delivery shows what comes of it.
#[utoipa::path(post, path = "/channels/{id}/test", tag = "notices", operation_id = "channel.test",
    params(("id" = String, Path, description = "The channel's id.", example = "channel_0123456789ab")),
    responses((status = 200, description = "The delivery of the test.", body = DeliveryJson)))]
pub(in super::super) async fn test(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let id = call.id(Thing::Channel)?;
    let caller = call.answering(DeliveryJson::reply);
    let delivery = channels::test(&call.state.authority, &caller, id).await?;
    Ok(DeliveryJson::reply(&delivery)?)
}

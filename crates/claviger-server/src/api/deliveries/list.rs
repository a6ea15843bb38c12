//! The deliveries of the account.

use super::super::cursor::{List, after, read_after};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::DeliveryJson;
use claviger::core::id::{ChannelId, DeliveryId};
use claviger::manage::deliveries;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of deliveries.
#[derive(Serialize, ToSchema)]
#[schema(as = DeliveryPage)]
pub(in super::super) struct DeliveryPage {
    /// The deliveries, newest first.
    items: Vec<DeliveryJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists deliveries with their attempts, newest first.
#[utoipa::path(get, path = "/deliveries", tag = "notices", operation_id = "delivery.list",
    params(
        ("channel" = Option<String>, Query, description = "Those of this channel only."),
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of deliveries.", body = DeliveryPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["channel", "limit", "cursor"])?;
    let channel = query.one("channel", |text| text.parse::<ChannelId>().ok(), "the id of a channel")?;
    let cursor = query.cursor(|text| read_after(List::Deliveries, text))?.map(DeliveryId::from_u64);
    let page = deliveries::list(&call.state.authority, &call.caller, channel, cursor, query.limit()?).await?;
    Ok(Reply::ok(&DeliveryPage {
        items: page.items.iter().map(DeliveryJson::of).collect(),
        next: page.next.map(|id| after(List::Deliveries, id.as_u64())),
    })?)
}

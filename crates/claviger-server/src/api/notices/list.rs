//! What is in the inbox.

use super::super::cursor::{List, after, read_after};
use super::super::deliveries::EventJson;
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::core::id::NoticeId;
use claviger::core::notices::Notice;
use claviger::manage::notices;
use serde::Serialize;
use utoipa::ToSchema;

/// An event in the inbox.
#[derive(Serialize, ToSchema)]
#[schema(as = Notice)]
pub(in super::super) struct NoticeJson {
    /// Its id.
    #[schema(example = "notice_0123456789ab")]
    id: String,
    /// What happened.
    told: EventJson,
}

/// A page of the inbox.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticePage)]
pub(in super::super) struct NoticePage {
    /// The notices, newest first.
    items: Vec<NoticeJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists what is in the inbox, newest first.
#[utoipa::path(get, path = "/notices", tag = "notices", operation_id = "notice.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of the inbox.", body = NoticePage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let cursor = query.cursor(|text| read_after(List::Notices, text))?.map(NoticeId::from_u64);
    let inbox = notices::list(&call.state.authority, &call.caller, cursor, query.limit()?).await?;
    let json = |notice: &Notice| NoticeJson { id: notice.id.to_string(), told: EventJson::of(&notice.event) };
    Ok(Reply::ok(&NoticePage {
        items: inbox.page.items.iter().map(json).collect(),
        next: inbox.page.next.map(|id| after(List::Notices, id.as_u64())),
    })?)
}

//! Keys that are due to be rotated.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::KeyJson;
use claviger::manage::keys;
use serde::Serialize;
use utoipa::ToSchema;

/// Keys that are due.
#[derive(Serialize, ToSchema)]
#[schema(as = DueKeys)]
pub(in super::super) struct DueJson {
    /// The longest overdue first; at most 200. `rotation_due_at` of each says since when.
    items: Vec<KeyJson>,
    /// How many there are.
    count: usize,
    /// How old keys of the account may grow, in days; 0 for any age.
    max_age_days: u16,
    /// How old those may grow that withdraw; 0 as any other.
    withdrawing_max_age_days: u16,
}

/// Lists the keys that are older than the account wants keys to grow (`GET /rotation-policy`).
#[utoipa::path(get, path = "/keys/due", tag = "keys", operation_id = "key.due",
    responses((status = 200, description = "The keys that are due.", body = DueJson)))]
pub(in super::super) async fn due(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let due = keys::due(&call.state.authority, &call.caller).await?;
    let items = due.items.iter().map(|key| KeyJson::of(&key.record).due(Some(key.due_at.to_string())));
    Ok(Reply::ok(&DueJson {
        items: items.collect(),
        count: due.count,
        max_age_days: due.max_age.days,
        withdrawing_max_age_days: due.max_age.withdrawing_days,
    })?)
}

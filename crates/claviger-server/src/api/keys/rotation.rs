//! Both keys of a rotation, with the calls each still gets.

use super::super::failure::Failure;
use super::super::instant::show;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::KeyJson;
use claviger::manage::Thing;
use claviger::manage::keys::{self, KeyActivity};
use claviger::usage::Hour;
use serde::Serialize;
use utoipa::ToSchema;

/// Hours of a day.
const DAY: usize = 24;

/// A rotation.
#[derive(Serialize, ToSchema)]
#[schema(as = Rotation)]
pub(in super::super) struct RotationJson {
    /// Both keys work.
    open: bool,
    /// The old key.
    predecessor: SideJson,
    /// The key that takes over from it.
    successor: SideJson,
}

/// One of the keys, with its traffic.
#[derive(Serialize, ToSchema)]
#[schema(as = RotationSide)]
pub(in super::super) struct SideJson {
    /// The key.
    key: KeyJson,
    /// Its last accepted call.
    #[schema(format = DateTime)]
    last_used: Option<String>,
    /// Its accepted calls of the last hour; of a busy key the latest 200, and `last_hour_is_cut`.
    last_hour: usize,
    /// There were more in the last hour.
    last_hour_is_cut: bool,
    /// Its accepted calls of the last 24 hours, by the hour begun.
    last_day: u64,
    /// Its refused calls of the last 24 hours.
    refused_last_day: u64,
    /// From where those of the last hour came, the most first.
    sources: Vec<SourceJson>,
}

/// Calls from one address.
#[derive(Serialize, ToSchema)]
#[schema(as = RotationSource)]
pub(in super::super) struct SourceJson {
    /// The address; null if it is not known.
    #[schema(example = "203.0.113.7")]
    source: Option<String>,
    /// How many.
    calls: usize,
}

/// Shows the rotation that a key is part of, as either of its two keys, with the calls each still gets and from where.
#[utoipa::path(get, path = "/keys/{id}/rotation", tag = "keys", operation_id = "key.rotation",
    params(("id" = String, Path, description = "The id of either key.", example = "key_0123456789ab")),
    responses((status = 200, description = "Both keys with their traffic.", body = RotationJson)))]
pub(in super::super) async fn rotation(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let rotation = keys::rotation(&call.state.authority, &call.caller, call.id(Thing::Key)?).await?;
    Ok(Reply::ok(&RotationJson {
        open: rotation.is_open,
        predecessor: SideJson::of(&rotation.predecessor),
        successor: SideJson::of(&rotation.successor),
    })?)
}

impl SideJson {
    fn of(side: &KeyActivity) -> Self {
        let activity = &side.activity;
        let day = activity.hours.iter().rev().take(DAY);
        let sum = |count: fn(&Hour) -> u32| day.clone().map(|hour| u64::from(count(hour))).sum();
        let sources = activity.lately.iter().map(|(source, calls)| SourceJson {
            source: source.map(|source| source.to_string()),
            calls: *calls,
        });
        SideJson {
            key: KeyJson::of(&side.record),
            last_used: show(activity.last.map(|seen| seen.at)),
            last_hour: activity.lately.iter().map(|(_, calls)| calls).sum(),
            last_hour_is_cut: activity.lately_is_cut,
            last_day: sum(|hour| hour.allowed),
            refused_last_day: sum(|hour| hour.refused),
            sources: sources.collect(),
        }
    }
}

//! A rotation is taken back while both keys work.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::drain;
use super::json::KeyJson;
use crate::problem::Problem;
use claviger::core::key::KeyRecord;
use claviger::manage::{Thing, keys};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How to roll back.
#[derive(Deserialize, ToSchema)]
#[schema(as = RollBackKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RollBackKey {
    /// Wait at most so long until no call of the successor accepted before is open.
    #[schema(minimum = 0, maximum = 10)]
    drain_secs: Option<u64>,
}

/// Both keys after a rotation was taken back.
#[derive(Serialize, ToSchema)]
#[schema(as = RolledBackKey)]
pub(in super::super) struct RolledBackKeyJson {
    /// The old key, which goes on.
    predecessor: KeyJson,
    /// Its successor, revoked.
    successor: KeyJson,
    /// Calls of the successor that were accepted before and have no outcome yet.
    open_calls: u32,
}

#[derive(Serialize)]
struct Again {
    predecessor: KeyJson,
    successor: KeyJson,
}

/// Takes a rotation back, which may be named by either of its two keys: the old one goes on without a deadline, the successor
/// is revoked. Refused once the old key has retired.
#[utoipa::path(post, path = "/keys/{id}/roll-back", tag = "keys", operation_id = "key.roll-back",
    params(("id" = String, Path, description = "The id of either key.", example = "key_0123456789ab")),
    request_body(content = RollBackKey, description = "May be left out."),
    responses((status = 200, description = "Both keys as they are now.", body = RolledBackKeyJson)))]
pub(in super::super) async fn roll_back(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let body: RollBackKey = call.json()?;
    let mut fields = Fields::default();
    let drain = drain(&mut fields, body.drain_secs);
    let drain = fields.done(drain)?;
    let caller = call.answering(again);
    let back = keys::roll_back(&call.state.authority, &caller, id, drain).await?;
    Ok(Reply::ok(&RolledBackKeyJson {
        predecessor: KeyJson::of(&back.predecessor),
        successor: KeyJson::of(&back.successor),
        open_calls: back.open_calls,
    })?)
}

fn again((predecessor, successor): &(KeyRecord, KeyRecord)) -> Result<Reply, Problem> {
    let body = Again { predecessor: KeyJson::of(predecessor), successor: KeyJson::of(successor) };
    Ok(Reply::ok(&body)?.counting_open_calls(successor.id))
}

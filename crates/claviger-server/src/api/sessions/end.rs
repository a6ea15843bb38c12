//! A session is ended.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use crate::problem::Problem;
use claviger::manage::{Thing, sessions};
use serde::Serialize;
use utoipa::ToSchema;

/// A session that ended.
#[derive(Serialize, ToSchema)]
#[schema(as = EndedSession)]
pub(in super::super) struct EndedSession {
    /// Whether it ended.
    ended: bool,
}

/// Ends a session of a member. Nothing it had begun is carried out any more.
#[utoipa::path(post, path = "/sessions/{id}/end", tag = "members", operation_id = "member.session-end",
    params(("id" = String, Path, description = "The session's id.", example = "session_0123456789ab")),
    responses((status = 200, description = "It ended.", body = EndedSession)))]
pub(in super::super) async fn end(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Session)?;
    let Nothing {} = call.json()?;
    let caller = call.answering(reply);
    sessions::end(&call.state.authority, &caller, id).await?;
    Ok(reply(&())?)
}

fn reply((): &()) -> Result<Reply, Problem> {
    Reply::ok(&EndedSession { ended: true })
}

//! Where a member is signed in.

use super::super::failure::Failure;
use super::super::instant::show;
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::core::people::Session;
use claviger::manage::{Operation, Thing, members, sessions};
use serde::Serialize;
use utoipa::ToSchema;

/// The sessions of a member.
#[derive(Serialize, ToSchema)]
#[schema(as = MemberSessions)]
pub(in super::super) struct MemberSessions {
    /// The sessions, the latest first.
    items: Vec<SessionJson>,
}

/// A browser that is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(in super::super) struct SessionJson {
    /// Its id.
    #[schema(example = "session_0123456789ab")]
    id: String,
    /// When it was begun.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it ends unless it is used before.
    #[schema(format = DateTime)]
    expires_at: String,
    /// When a password or a second factor was proved last.
    #[schema(format = DateTime)]
    proof_at: Option<String>,
    /// Where it was begun from.
    source: Option<String>,
    /// What the browser calls itself.
    client: String,
}

impl SessionJson {
    fn of(session: &Session) -> Self {
        SessionJson {
            id: session.id.to_string(),
            created_at: session.created_at.to_string(),
            expires_at: session.expires_at.to_string(),
            proof_at: show(session.proof_at),
            source: session.source.map(|source| source.to_string()),
            client: session.client.as_str().to_owned(),
        }
    }
}

/// Lists the sessions of a member that look at this account. Where else they are signed in is not told.
#[utoipa::path(get, path = "/members/{id}/sessions", tag = "members", operation_id = "member.session-list",
    params(("id" = String, Path, description = "The member's id.", example = "member_0123456789ab")),
    responses((status = 200, description = "The sessions.", body = MemberSessions)))]
pub(in super::super) async fn sessions(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Member)?;
    call.query(&[])?;
    let (authority, caller) = (&call.state.authority, &call.caller);
    let user = members::user_of(authority, caller, id, Operation::MemberSessionList).await?;
    let found = sessions::list(authority, caller, Some(user)).await?;
    Ok(Reply::ok(&MemberSessions {
        items: found.iter().map(|view| SessionJson::of(&view.session)).collect(),
    })?)
}

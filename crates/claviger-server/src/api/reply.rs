//! A good answer.

use super::once::REPLAYED;
use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use claviger::Authority;
use claviger::core::id::KeyId;
use claviger::core::store::Answered;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

/// What an answer says in the place of what it does not show again.
const NOTE: &str = "this answer was given before; what is null in it was shown then and is kept nowhere. If it was \
                    lost, revoke what was made and make another, or rotate it";

/// What is answered where nothing was kept but that it was done.
const DONE: &str = "this request took effect before; its answer was not kept";

#[derive(Serialize)]
struct Done {
    note: &'static str,
}

/// A good answer: a status and JSON. Never cached: it may hold a secret, and it is never old.
pub(super) struct Reply {
    status: StatusCode,
    location: Option<String>,
    json: Vec<u8>,
    /// Its open calls are counted whenever it is given.
    open_calls_of: Option<KeyId>,
    /// It holds what is shown once.
    shows_once: bool,
    replayed: bool,
}

/// An answer as it is kept, without what is shown once.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    location: Option<String>,
    open_calls_of: Option<String>,
    shows_once: bool,
    json: String,
}

impl Reply {
    /// 200.
    pub(super) fn ok(body: &impl Serialize) -> Result<Self, Problem> {
        let json = serde_json::to_vec(body).map_err(|_| unwritten())?;
        let (location, open_calls_of) = (None, None);
        Ok(Reply {
            status: StatusCode::OK,
            location,
            json,
            open_calls_of,
            shows_once: false,
            replayed: false,
        })
    }

    /// 201, and where what was made is found, if it has a place of its own.
    pub(super) fn created(body: &impl Serialize, location: Option<String>) -> Result<Self, Problem> {
        Ok(Reply { status: StatusCode::CREATED, location, ..Reply::ok(body)? })
    }

    /// With something that is shown once, if there is `any`.
    pub(super) fn showing_once(self, any: bool) -> Self {
        Reply { shows_once: any, ..self }
    }

    /// To be kept without the number of the key's open calls, which is counted when it is given
    /// again.
    pub(super) fn counting_open_calls(self, key: KeyId) -> Self {
        Reply { open_calls_of: Some(key), ..self }
    }

    /// What is kept of it.
    pub(super) fn kept(self) -> Option<Vec<u8>> {
        let kept = Kept {
            status: self.status.as_u16(),
            location: self.location,
            open_calls_of: self.open_calls_of.map(|key| key.to_string()),
            shows_once: self.shows_once,
            json: String::from_utf8(self.json).ok()?,
        };
        serde_json::to_vec(&kept).ok()
    }

    /// The answer of a request that took effect before. If it was not kept, or cannot be read, it
    /// still says so much: that nothing is to be done any more.
    pub(super) fn again(authority: &Authority, answered: &Answered) -> Result<Self, Problem> {
        let Ok(kept) = serde_json::from_slice::<Kept>(&answered.answer) else {
            tracing::warn!(entry = answered.sequence, "the answer of a repeated request is not on record");
            return Ok(Reply { replayed: true, ..Reply::ok(&Done { note: DONE })? });
        };
        let status = StatusCode::from_u16(kept.status).map_err(|_| unwritten())?;
        let mut reply = Reply { status, location: kept.location, replayed: true, ..Reply::ok(&())? };
        reply.json = kept.json.into_bytes();
        if let Some(key) = kept.open_calls_of.and_then(|key| key.parse().ok()) {
            let open_calls = authority.lane().open_calls().count(key);
            reply.json = with_member(reply.json, &format!("\"open_calls\":{open_calls}"))?;
        }
        if kept.shows_once {
            let note = serde_json::to_string(NOTE).map_err(|_| unwritten())?;
            reply.json = with_member(reply.json, &format!("\"note\":{note}"))?;
        }
        Ok(reply)
    }
}

/// Adds a member to an object that has others.
fn with_member(mut json: Vec<u8>, member: &str) -> Result<Vec<u8>, Problem> {
    if json.pop() != Some(b'}') {
        return Err(unwritten());
    }
    json.push(b',');
    json.extend_from_slice(member.as_bytes());
    json.push(b'}');
    Ok(json)
}

fn unwritten() -> Problem {
    Problem::new(Code::Internal, "the answer could not be written")
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.json).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        if let Some(Ok(location)) = self.location.map(HeaderValue::try_from) {
            headers.insert(LOCATION, location);
        }
        response
    }
}

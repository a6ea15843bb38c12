//! A good answer.

use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

/// A good answer: a status and JSON. Never cached: it may hold a secret, and it is never old.
pub(super) struct Reply {
    status: StatusCode,
    location: Option<String>,
    json: Vec<u8>,
}

impl Reply {
    /// 200.
    pub(super) fn ok(body: &impl Serialize) -> Result<Self, Problem> {
        let json = serde_json::to_vec(body)
            .map_err(|_| Problem::new(Code::Internal, "the answer could not be written"))?;
        Ok(Reply { status: StatusCode::OK, location: None, json })
    }

    /// 201, and where what was made is found, if it has a place of its own.
    pub(super) fn created(body: &impl Serialize, location: Option<String>) -> Result<Self, Problem> {
        Ok(Reply { status: StatusCode::CREATED, location, ..Reply::ok(body)? })
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.json).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(Ok(location)) = self.location.map(HeaderValue::try_from) {
            headers.insert(LOCATION, location);
        }
        response
    }
}

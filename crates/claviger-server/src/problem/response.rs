//! A problem as an answer.

use super::{FieldError, Problem};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

/// A problem as JSON (RFC 9457).
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Body<'a> {
    /// Which problem: `urn:claviger:problem:` and the code. Stable.
    r#type: String,
    /// What it is, in a few words. Stable.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What happened this time.
    detail: &'a str,
    /// Which problem, for programs. Stable.
    code: &'static str,
    /// What to do next.
    remedy: &'static str,
    /// What is wrong with which field; empty if it is not about fields.
    errors: &'a [FieldError],
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let code = self.code;
        let body = Body {
            r#type: code.urn(),
            title: code.title(),
            status: code.status().as_u16(),
            detail: &self.detail,
            code: code.name(),
            remedy: code.remedy(),
            errors: &self.errors,
        };
        let text = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (code.status(), text).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if code.status() == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"claviger\""));
        }
        response
    }
}

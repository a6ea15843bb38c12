//! Kraken's wire. Nothing is logged, boxed or copied on this path; an answer is HTTP 200 unless
//! the body could not even be read.

use super::{Site, problem};
use crate::net::{Answer, body};
use crate::problem::{Code, Problem};
use crate::telemetry::Surface;
use claviger_kraken::error::KrakenError;
use claviger_kraken::wire::{ARCHIVE_TYPE, Content, REASON_HEADER};
use claviger_kraken::{WireRequest, WireResponse, envelope};
use http::header::{CONNECTION, CONTENT_TYPE, HeaderName};
use http::{HeaderValue, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use std::net::IpAddr;

static JSON: HeaderValue = HeaderValue::from_static(envelope::CONTENT_TYPE);
static ARCHIVE: HeaderValue = HeaderValue::from_static(ARCHIVE_TYPE);
static REASON: HeaderName = HeaderName::from_static(REASON_HEADER);

impl Site {
    pub(super) async fn kraken(&self, request: http::Request<Incoming>, peer: IpAddr) -> Answer {
        let (head, incoming) = request.into_parts();
        let limits = &self.limits;
        let body = match body::read(&head.headers, incoming, limits.body_bytes, limits.body_timeout).await {
            Ok(body) => body,
            Err(error) => return unread(error).await,
        };
        let Some(_place) = self.place(Surface::Kraken) else { return unavailable() };
        let request = WireRequest {
            method: &head.method,
            path_and_query: head.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str),
            headers: &head.headers,
            body: &body,
            source: self.source(&head.headers, peer),
        };
        answer(self.wire.handle(request).await)
    }
}

fn answer(response: WireResponse) -> Answer {
    let mut answer = Response::new(Full::new(response.body).into());
    let headers = answer.headers_mut();
    let content_type = match response.content {
        Content::Json => &JSON,
        Content::Archive => &ARCHIVE,
    };
    headers.insert(CONTENT_TYPE, content_type.clone());
    if let Some(reason) = response.reason {
        headers.insert(&REASON, reason);
    }
    answer
}

/// Nothing was done.
fn unavailable() -> Answer {
    answer(WireResponse {
        body: envelope::failure(KrakenError::Unavailable),
        content: Content::Json,
        reason: None,
        error: Some(KrakenError::Unavailable),
    })
}

/// There is no request yet, so there is nothing the exchange would have an error for.
pub(super) async fn unread(error: body::BodyError) -> Answer {
    let code = match error {
        body::BodyError::TooLarge(_) => Code::TooLarge,
        body::BodyError::TooSlow => Code::Timeout,
        body::BodyError::Broken => Code::Malformed,
    };
    let mut answer = problem(Problem::new(code, error.to_string())).await;
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

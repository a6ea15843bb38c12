//! What stands before every handler.
//!
//! The order is fixed: token, role, body, handler. A body is neither read nor judged before its
//! sender was recognised and may do what is asked. Every refusal of somebody recognised leaves
//! exactly one entry, durable before it is answered; if that cannot be written, the answer is
//! *unavailable*.

use super::ApiState;
use super::failure::Failure;
use super::query::Query;
use super::routes::{Route, Verb};
use crate::net::body::{self, BodyError};
use crate::problem::{Code, Problem};
use axum::body::Body;
use axum::extract::{FromRequestParts as _, RawPathParams, Request, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use claviger::core::text::ClientName;
use claviger::manage::tokens::{AuthenticateError, authenticate};
use claviger::manage::{Caller, ManageError, Thing, admit, refuse};
use http::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::request::Parts;
use serde::de::DeserializeOwned;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// Most bytes of a body, whatever the configuration allows.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// How large a body may be and how long it may take, as an extension of the request: set by whoever
/// knows the configuration.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimits {
    /// Bytes; above [`MAX_BODY_BYTES`] they change nothing.
    pub bytes: usize,
    /// From the end of the headers to the end of the body.
    pub time: Duration,
}

impl Default for BodyLimits {
    fn default() -> Self {
        BodyLimits { bytes: MAX_BODY_BYTES, time: Duration::from_secs(10) }
    }
}

/// The address a request came from, as an extension of the request: set by whoever knows which
/// proxies to believe.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

/// A request of somebody who may do what is asked.
pub(super) struct Call {
    pub(super) state: ApiState,
    pub(super) caller: Caller,
    id: Option<String>,
    query: Query,
    body: Bytes,
}

impl Call {
    /// The id in the path. What is not an id names nothing.
    pub(super) fn id<T: FromStr>(&self, thing: Thing) -> Result<T, Problem> {
        let parsed = self.id.as_deref().and_then(|text| text.parse().ok());
        parsed.ok_or_else(|| ManageError::NotFound(thing).into())
    }

    /// The query's parameters, of which only these are known.
    pub(super) fn query(&self, known: &[&str]) -> Result<&Query, Problem> {
        self.query.only(known)?;
        Ok(&self.query)
    }

    /// The body as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.query.only(&[])?;
        super::body::parse(&self.body)
    }
}

pub(super) async fn serve(
    State(state): State<ApiState>,
    route: &'static Route,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = match recognise(&state, &parts).await {
        Ok(caller) => caller,
        Err(problem) => return problem.into_response(),
    };
    if let Err(error) = admit(&state.authority, &caller, route.operation).await {
        return Problem::from(error).into_response();
    }
    let call = call(&state, &caller, route, &mut parts, body).await;
    let result = match call {
        Ok(call) => super::once::carry_out(route, call).await,
        Err(problem) => Err(problem.into()),
    };
    match result {
        Ok(reply) => reply.into_response(),
        Err(Failure::Managed(error)) => Problem::from(error).into_response(),
        Err(Failure::Failed(problem)) => problem.into_response(),
        Err(Failure::Unwritten(problem)) => {
            match refuse(&state.authority, &caller, route.operation, &problem.for_the_log()).await {
                Ok(()) => problem.into_response(),
                Err(error) => Problem::from(error).into_response(),
            }
        }
    }
}

async fn recognise(state: &ApiState, parts: &Parts) -> Result<Caller, Problem> {
    let nobody = || Problem::new(Code::Unauthenticated, "this is not a token that works here");
    let token = bearer(parts).ok_or_else(nobody)?;
    let source = parts.extensions.get::<ClientAddress>().map(|address| address.0);
    let client = parts.headers.get(USER_AGENT).map(|value| ClientName::from_bytes(value.as_bytes()));
    authenticate(&state.authority, token, source, client.unwrap_or_default()).await.map_err(|error| {
        match error {
            AuthenticateError::Unknown => nobody(),
            AuthenticateError::Unavailable => ManageError::Unavailable.into(),
        }
    })
}

/// The token of the only `Authorization` header.
fn bearer(parts: &Parts) -> Option<&[u8]> {
    let mut all = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return None };
    let (scheme, token) = value.as_bytes().split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(token)
}

async fn call(
    state: &ApiState,
    caller: &Caller,
    route: &Route,
    parts: &mut Parts,
    body: Body,
) -> Result<Call, Problem> {
    let body = match route.method {
        Verb::Get => Bytes::new(),
        Verb::Post | Verb::Patch | Verb::Delete => read(parts, body).await?,
    };
    let params = RawPathParams::from_request_parts(parts, &()).await.ok();
    let id = params.as_ref().and_then(|params| params.iter().next()).map(|(_, value)| value.to_owned());
    let query = Query::parse(&parts.uri)?;
    let asked = super::once::asked(&state.authority, caller, route, parts, &body)?;
    let caller = Caller { asked, ..caller.clone() };
    Ok(Call { state: state.clone(), caller, id, query, body })
}

async fn read(parts: &Parts, body: Body) -> Result<Bytes, Problem> {
    let limits = parts.extensions.get::<BodyLimits>().copied().unwrap_or_default();
    let most = limits.bytes.min(MAX_BODY_BYTES);
    let bytes = body::read(&parts.headers, body, most, limits.time).await.map_err(unread)?;
    if bytes.is_empty() || is_json(parts) {
        return Ok(bytes);
    }
    Err(Problem::new(Code::UnsupportedMediaType, "a body is sent as application/json"))
}

fn unread(error: BodyError) -> Problem {
    let code = match error {
        BodyError::TooLarge(_) => Code::TooLarge,
        BodyError::TooSlow => Code::Timeout,
        BodyError::Broken => Code::Malformed,
    };
    Problem::new(code, error.to_string())
}

fn is_json(parts: &Parts) -> bool {
    let mut all = parts.headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return false };
    let essence = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    let essence = essence.trim_ascii();
    essence.eq_ignore_ascii_case(b"application/json")
        || essence.eq_ignore_ascii_case(b"application/merge-patch+json")
}

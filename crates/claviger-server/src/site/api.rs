//! The management API, as a service.

use super::{Site, problem};
use crate::api::{BodyLimits, ClientAddress};
use crate::net::Answer;
use crate::problem::{Code, Problem};
use crate::telemetry::Surface;
use axum::body::Body;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use std::net::IpAddr;
use tower::Service as _;

impl Site {
    pub(super) async fn api(&self, request: http::Request<Incoming>, peer: IpAddr) -> Answer {
        let Some(_place) = self.place(Surface::Api) else {
            let words = "too many requests are being answered; nothing was done";
            return problem(Problem::new(Code::Unavailable, words)).await;
        };
        let source = self.source(request.headers(), peer);
        let mut request = request.map(Body::new);
        let body = BodyLimits { bytes: self.limits.body_bytes, time: self.limits.body_timeout };
        let extensions = request.extensions_mut();
        extensions.insert(ClientAddress(source));
        extensions.insert(body);
        match self.api.clone().call(request).await {
            Ok(response) => whole(response).await,
            Err(never) => match never {},
        }
    }
}

/// The answers of the API are made whole in memory; this only takes them out of their box.
pub(super) async fn whole(response: axum::response::Response) -> Answer {
    let (head, body) = response.into_parts();
    match body.collect().await {
        Ok(body) => Answer::from_parts(head, Full::new(body.to_bytes()).into()),
        Err(error) => {
            tracing::error!(%error, "an answer broke off");
            let mut answer = Answer::default();
            *answer.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            answer
        }
    }
}

//! The console, as a service.

use super::kraken::unread;
use super::{Site, problem};
use crate::api::{BodyLimits, ClientAddress, MAX_BODY_BYTES};
use crate::console::OverTls;
use crate::net::source::came_over_tls;
use crate::net::{Answer, AnswerBody, body};
use crate::problem::{Code, Problem};
use crate::telemetry::Surface;
use axum::body::{Body, HttpBody as _};
use hyper::body::Incoming;
use std::net::IpAddr;
use tower::Service as _;

impl Site {
    pub(super) async fn console(
        &self,
        console: &axum::Router,
        request: http::Request<Incoming>,
        peer: IpAddr,
    ) -> Answer {
        // Read before it has a place: nobody holds one while a body is still to come.
        let (head, incoming) = request.into_parts();
        let (most, limit) = (self.limits.body_bytes.min(MAX_BODY_BYTES), self.limits.body_timeout);
        let bytes = match body::read(&head.headers, incoming, most, limit).await {
            Ok(bytes) => bytes,
            Err(error) => return unread(error).await,
        };
        let Some(_place) = self.place(Surface::Console) else {
            let words = "too many pages are being made; nothing was done";
            return problem(Problem::new(Code::Unavailable, words)).await;
        };
        let source = self.source(&head.headers, peer);
        let (trusted, header) = (&self.server.trusted_proxies, self.server.proxy_header);
        let tls = came_over_tls(peer, &head.headers, trusted, header);
        let mut request = http::Request::from_parts(head, Body::from(bytes));
        let body = BodyLimits { bytes: self.limits.body_bytes, time: self.limits.body_timeout };
        request.extensions_mut().insert(ClientAddress(source));
        request.extensions_mut().insert(OverTls(tls));
        request.extensions_mut().insert(body);
        match console.clone().call(request).await {
            Ok(response) if response.body().size_hint().exact().is_some() => {
                super::api::whole(response).await
            }
            Ok(response) => response.map(AnswerBody::streamed),
            Err(never) => match never {},
        }
    }
}

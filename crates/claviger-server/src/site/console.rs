//! The console, as a service.

use super::{Site, problem};
use crate::api::{BodyLimits, ClientAddress};
use crate::console::OverTls;
use crate::net::source::came_over_tls;
use crate::net::{Answer, AnswerBody};
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
        let Some(_place) = self.place(Surface::Console) else {
            let words = "too many pages are being made; nothing was done";
            return problem(Problem::new(Code::Unavailable, words)).await;
        };
        let source = self.source(request.headers(), peer);
        let (trusted, header) = (&self.server.trusted_proxies, self.server.proxy_header);
        let tls = came_over_tls(peer, request.headers(), trusted, header);
        let mut request = request.map(Body::new);
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

//! Liveness, readiness, metrics.

use super::{Site, problem};
use crate::net::Answer;
use crate::problem::{Code, Problem};
use crate::telemetry::Metrics;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use std::net::IpAddr;

impl Site {
    pub(super) async fn probe(&self, request: &http::Request<Incoming>, peer: IpAddr) -> Answer {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return problem(Problem::new(Code::MethodNotAllowed, "this path takes GET")).await;
        }
        match request.uri().path() {
            "/readyz" => self.ready(),
            "/metrics" => self.metrics(request, peer).await,
            _ => text(StatusCode::OK, "alive\n".to_owned(), TEXT),
        }
    }

    fn ready(&self) -> Answer {
        match self.readiness.reason(&self.authority) {
            None => {
                let notes = self.readiness.witness().notes();
                let lines = notes.iter().map(|note| format!("{note}\n"));
                text(StatusCode::OK, std::iter::once("ready\n".to_owned()).chain(lines).collect(), TEXT)
            }
            Some(reason) => text(StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n"), TEXT),
        }
    }

    /// For everybody else there is no such path.
    async fn metrics(&self, request: &http::Request<Incoming>, peer: IpAddr) -> Answer {
        if !self.server.metrics_from.allows(self.source(request.headers(), peer)) {
            return problem(Problem::new(Code::NotFound, "there is no such path")).await;
        }
        match self.metrics.text().await {
            Ok(metrics) => text(StatusCode::OK, metrics, Metrics::CONTENT_TYPE),
            Err(_) => problem(Problem::new(Code::Internal, "the metrics could not be written")).await,
        }
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

fn text(status: StatusCode, text: String, content_type: &'static str) -> Answer {
    let mut answer = Answer::new(Full::new(text.into()).into());
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

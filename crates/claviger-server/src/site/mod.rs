//! Who answers which path, cheapest first.
//!
//! | path | who |
//! |---|---|
//! | `/0/…`, `/funding/…` | Kraken's wire, straight from the socket |
//! | `/api/…` | the management API |
//! | `/livez`, `/healthz` | 200 as long as the process answers |
//! | `/readyz` | 200 if calls can be settled, with what is amiss all the same, else 503 with the reason |
//! | `/metrics` | metrics, for addresses named in the configuration |
//! | anything else | the console, if there is one; else 404 |
//!
//! The path is compared as it was sent: nothing is decoded, joined or taken away, so what is routed
//! is what was signed and what is logged.

mod api;
mod console;
mod kraken;
mod probe;
mod strict;

use crate::api::ApiState;
use crate::config::{Config, NetLimits, ServerConfig};
use crate::net::source::client_address;
use crate::net::{Answer, Handler, NetStats};
use crate::problem::{Code, Problem};
use crate::telemetry::{Counters, Metrics, Readiness, Surface};
use claviger::Authority;
use claviger_kraken::Wire;
use hyper::body::Incoming;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{OnceLock, atomic::AtomicU64};

/// Everything that is served.
pub(crate) struct Site {
    wire: Wire,
    api: axum::Router,
    /// None as long as nobody can be recognised.
    console: Option<axum::Router>,
    authority: Arc<Authority>,
    counters: Arc<Counters>,
    metrics: Metrics,
    readiness: Arc<Readiness>,
    limits: NetLimits,
    server: ServerConfig,
    /// Whether it is reached over TLS.
    over_tls: bool,
    net: Arc<NetSource>,
}

/// Tells the counts of connections, once there is a listener.
type NetSource = OnceLock<Box<dyn Fn() -> NetStats + Send + Sync>>;

impl Site {
    pub(crate) fn new(
        wire: Wire,
        api: ApiState,
        console: Option<axum::Router>,
        counters: Arc<Counters>,
        readiness: Arc<Readiness>,
        config: &Config,
    ) -> Self {
        let authority = api.authority.clone();
        let net = Arc::new(NetSource::new());
        let source = net.clone();
        let stats = Box::new(move || source.get().map(|stats| stats()).unwrap_or_default());
        Site {
            wire,
            api: crate::api::router(api),
            console,
            metrics: Metrics::new(authority.clone(), counters.clone(), readiness.witness().clone(), stats),
            authority,
            counters,
            readiness,
            limits: config.limits.net.clone(),
            server: config.server.clone(),
            over_tls: strict::is_reached_over_tls(config),
            net,
        }
    }

    /// From now on metrics tell the counts of this listener.
    pub(crate) fn listens(&self, stats: impl Fn() -> NetStats + Send + Sync + 'static) {
        let _ = self.net.set(Box::new(stats));
    }

    /// A place among what is being answered on this surface, if one is free. Each surface has its
    /// own: no number of calls can keep a revocation out. Nobody has a place while a body is still
    /// to come from a sender who is not recognised, or bytes held back would be enough to take all.
    fn place(&self, surface: Surface) -> Option<InFlight<'_>> {
        let (count, most) = match surface {
            Surface::Api => (&self.counters.api_in_flight, self.limits.api_requests_in_flight),
            Surface::Console => (&self.counters.console_in_flight, self.limits.console_requests_in_flight),
            _ => (&self.counters.in_flight, self.limits.requests_in_flight),
        };
        let place = InFlight::begin(count);
        let free = place.0 <= most as u64;
        if !free {
            self.counters.shed.fetch_add(1, Relaxed);
        }
        free.then_some(place)
    }

    /// Whatever belongs to nobody else is for the console, if there is one.
    fn surface_of(&self, path: &str) -> Surface {
        match surface_of(path) {
            Surface::Nowhere if self.console.is_some() && path.starts_with('/') => Surface::Console,
            surface => surface,
        }
    }

    fn source(&self, headers: &http::HeaderMap, peer: IpAddr) -> IpAddr {
        client_address(peer, headers, &self.server.trusted_proxies, self.server.proxy_header)
    }
}

impl Handler for Site {
    async fn answer(&self, request: http::Request<Incoming>, peer: IpAddr) -> Answer {
        let surface = self.surface_of(request.uri().path());
        let is_strict = self.over_tls
            && matches!(surface, Surface::Api | Surface::Console)
            && strict::is_said_to(request.headers(), request.uri());
        let mut answer = match (surface, &self.console) {
            (Surface::Kraken, _) => self.kraken(request, peer).await,
            (Surface::Api, _) => self.api(request, peer).await,
            (Surface::Probe, _) => self.probe(&request, peer).await,
            (Surface::Console, Some(console)) => self.console(console, request, peer).await,
            _ => problem(Problem::new(Code::NotFound, "there is no such path")).await,
        };
        if is_strict {
            strict::say(&mut answer);
        }
        self.counters.answered(surface, answer.status());
        answer
    }
}

fn surface_of(path: &str) -> Surface {
    if path.starts_with("/0/") || path.starts_with("/funding/") {
        Surface::Kraken
    } else if path.starts_with("/api/") {
        Surface::Api
    } else if matches!(path, "/livez" | "/healthz" | "/readyz" | "/metrics") {
        Surface::Probe
    } else {
        Surface::Nowhere
    }
}

/// A request that is being answered, however that ends.
struct InFlight<'a>(u64, &'a AtomicU64);

impl<'a> InFlight<'a> {
    fn begin(count: &'a AtomicU64) -> Self {
        InFlight(count.fetch_add(1, Relaxed) + 1, count)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.1.fetch_sub(1, Relaxed);
    }
}

/// A problem as an answer.
async fn problem(problem: Problem) -> Answer {
    api::whole(axum::response::IntoResponse::into_response(problem)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_as_they_were_sent() {
        for (path, surface) in [
            ("/0/private/Balance", Surface::Kraken),
            ("/0/", Surface::Kraken),
            ("/0", Surface::Nowhere),
            ("/funding/v1/networks", Surface::Kraken),
            ("/funding", Surface::Nowhere),
            ("/Funding/v1/networks", Surface::Nowhere),
            ("//0/private/Balance", Surface::Nowhere),
            ("/%30/private/Balance", Surface::Nowhere),
            ("/./0/private/Balance", Surface::Nowhere),
            ("/api/v1/keys", Surface::Api),
            ("/API/v1/keys", Surface::Nowhere),
            ("/livez", Surface::Probe),
            ("/livez/", Surface::Nowhere),
            ("/metrics;x", Surface::Nowhere),
            ("*", Surface::Nowhere),
            ("/", Surface::Nowhere),
        ] {
            assert_eq!(surface_of(path), surface, "{path}");
        }
    }
}

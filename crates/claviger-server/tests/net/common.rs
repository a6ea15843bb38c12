//! A server on a free port, and a client that speaks bytes.

use bytes::Bytes;
use claviger_server::config::NetLimits;
use claviger_server::net::tls::Tls;
use claviger_server::net::{Answer, Handler, Net, NetStats, bind, body};
use http_body_util::Full;
use hyper::body::Incoming;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::runtime::Runtime;

pub(crate) use crate::client::Client;

/// How long `/slow` takes.
pub(crate) const SLOW: Duration = Duration::from_millis(400);

/// Answers with what it got: method, path and length of the body.
pub(crate) struct Echo {
    limits: NetLimits,
    pub(crate) begun: AtomicUsize,
    pub(crate) ended: AtomicUsize,
}

impl Handler for Echo {
    async fn answer(&self, request: http::Request<Incoming>, _peer: IpAddr) -> Answer {
        self.begun.fetch_add(1, Ordering::SeqCst);
        let (head, incoming) = request.into_parts();
        if head.uri.path() == "/slow" {
            tokio::time::sleep(SLOW).await;
        }
        let read =
            body::read(&head.headers, incoming, self.limits.body_bytes, self.limits.body_timeout).await;
        let mut answer = Answer::default();
        match read {
            Ok(body) => {
                let text = format!("{} {} {}\n", head.method, head.uri.path(), body.len());
                *answer.body_mut() = Full::new(Bytes::from(text)).into();
            }
            Err(error) => {
                *answer.status_mut() = error.status();
                answer.headers_mut().insert("connection", http::HeaderValue::from_static("close"));
            }
        }
        self.ended.fetch_add(1, Ordering::SeqCst);
        answer
    }
}

pub(crate) struct Server {
    pub(crate) runtime: Runtime,
    pub(crate) echo: Arc<Echo>,
    pub(crate) address: SocketAddr,
    pub(crate) net: Option<Net>,
    pub(crate) stats: Box<dyn Fn() -> NetStats>,
}

/// Limits that a test reaches quickly.
pub(crate) fn tight() -> NetLimits {
    NetLimits {
        body_bytes: 1024,
        tls_handshake_timeout: Duration::from_millis(400),
        header_timeout: Duration::from_millis(400),
        body_timeout: Duration::from_millis(400),
        idle_timeout: Duration::from_millis(900),
        shutdown_grace: Duration::from_secs(5),
        ..NetLimits::default()
    }
}

pub(crate) fn start(limits: NetLimits) -> Server {
    start_with(None, limits)
}

pub(crate) fn start_with(tls: Option<Arc<Tls>>, limits: NetLimits) -> Server {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let echo =
        Arc::new(Echo { limits: limits.clone(), begun: AtomicUsize::new(0), ended: AtomicUsize::new(0) });
    let net = runtime.block_on(async {
        let listener = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
        Net::start(listener, tls, limits, echo.clone()).unwrap()
    });
    let (address, stats) = (net.local_addr(), Box::new(net.stats()));
    Server { runtime, echo, address, net: Some(net), stats }
}

impl Server {
    pub(crate) fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// Stops it; says how many connections were cut.
    pub(crate) fn stop(&mut self) -> usize {
        self.runtime.block_on(self.net.take().unwrap().shut_down())
    }
}

//! A server on a free port, and a client that speaks bytes.

use bytes::Bytes;
use claviger_server::config::NetLimits;
use claviger_server::net::{Answer, Handler, Net, NetStats, bind, body};
use http_body_util::Full;
use hyper::body::Incoming;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::runtime::Runtime;

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
        let mut answer = http::Response::new(Full::default());
        match read {
            Ok(body) => {
                let text = format!("{} {} {}\n", head.method, head.uri.path(), body.len());
                *answer.body_mut() = Full::new(Bytes::from(text));
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
        header_timeout: Duration::from_millis(400),
        body_timeout: Duration::from_millis(400),
        idle_timeout: Duration::from_millis(900),
        shutdown_grace: Duration::from_secs(5),
        ..NetLimits::default()
    }
}

pub(crate) fn start(limits: NetLimits) -> Server {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let echo =
        Arc::new(Echo { limits: limits.clone(), begun: AtomicUsize::new(0), ended: AtomicUsize::new(0) });
    let net = runtime.block_on(async {
        let listener = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
        Net::start(listener, limits, echo.clone()).unwrap()
    });
    let (address, stats) = (net.local_addr(), Box::new(net.stats()));
    Server { runtime, echo, address, net: Some(net), stats }
}

impl Server {
    pub(crate) fn connect(&self) -> Client {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Client { stream, kept: Vec::new() }
    }

    /// Stops it; says how many connections were cut.
    pub(crate) fn stop(&mut self) -> usize {
        self.runtime.block_on(self.net.take().unwrap().shut_down())
    }
}

pub(crate) struct Client {
    pub(crate) stream: TcpStream,
    kept: Vec<u8>,
}

impl Client {
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Like `send`, of somebody who does not care whether anybody listens any more.
    pub(crate) fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// One answer: status and body. None at the end of the stream.
    pub(crate) fn answer(&mut self) -> Option<(u16, String)> {
        let end = loop {
            match find(&self.kept, b"\r\n\r\n") {
                Some(at) => break at + 4,
                None if !self.more() => return None,
                None => {}
            }
        };
        let head = String::from_utf8(self.kept.drain(..end).collect()).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
        let length: usize = length.parse().unwrap();
        while self.kept.len() < length {
            assert!(self.more(), "cut within an answer");
        }
        Some((status, String::from_utf8(self.kept.drain(..length).collect()).unwrap()))
    }

    /// Whether the other side closed, having sent nothing more.
    pub(crate) fn is_closed(&mut self) -> bool {
        self.kept.is_empty() && !self.more()
    }

    fn more(&mut self) -> bool {
        let mut buffer = [0; 4096];
        match self.stream.read(&mut buffer) {
            Ok(read) => {
                self.kept.extend_from_slice(&buffer[..read]);
                read > 0
            }
            Err(error) if error.kind() == ErrorKind::ConnectionReset => false,
            Err(error) => panic!("the server neither answers nor closes: {error}"),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

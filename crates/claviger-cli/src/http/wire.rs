//! One HTTP exchange: no redirects, no proxy, bounded in time and size.

use super::Base;
use crate::failure::{Failure, Status};
use std::io;
use std::time::Duration;
use ureq::http::{HeaderMap, Method, Request};
use ureq::tls::TlsConfig;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest wait for a whole answer, unless more is asked for.
pub(crate) const ANSWER: Duration = Duration::from_secs(30);
/// Largest answer that is read.
const MAX_BODY: u64 = 64 << 20;

/// An answer, whatever its status.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// A header as text, empty if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// The connections of this process; clones share them.
#[derive(Clone)]
pub(crate) struct Wire(ureq::Agent);

impl Wire {
    /// Over plain HTTP.
    pub(crate) fn new() -> Self {
        Wire::over(None)
    }

    /// Over TLS, if anything is given.
    pub(super) fn over(tls: Option<TlsConfig>) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .tls_config(tls.unwrap_or_else(|| TlsConfig::builder().build()))
            // A token or a signature is meant for the host that was named, and for no other.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(concat!("claviger/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .build();
        Wire(config.new_agent())
    }

    /// Sends one request and reads its answer.
    pub(crate) fn send(
        &self,
        base: &Base,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        limit: Duration,
    ) -> Result<Response, Failure> {
        let request = build(method, base.join(path), headers, body)?;
        self.run(request, method, limit).map_err(|error| explain(&error, base, limit))
    }

    /// The same for a request that may be sent twice: once more if the connection is lost before its
    /// answer was read.
    pub(crate) fn send_again(
        &self,
        base: &Base,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        limit: Duration,
    ) -> Result<Response, Failure> {
        let request = build(method, base.join(path), headers, body)?;
        match self.run(request.clone(), method, limit) {
            Err(error) if is_lost(&error) => self.run(request, method, limit),
            result => result,
        }
        .map_err(|error| explain(&error, base, limit))
    }

    fn run(
        &self,
        request: Request<&[u8]>,
        method: &Method,
        limit: Duration,
    ) -> Result<Response, ureq::Error> {
        let answer = if matches!(*method, Method::GET) {
            let request = request.map(|_| ());
            self.0.run(self.0.configure_request(request).timeout_global(Some(limit)).build())
        } else {
            self.0.run(self.0.configure_request(request).timeout_global(Some(limit)).build())
        };
        let (head, mut body) = answer?.into_parts();
        let body = body.with_config().limit(MAX_BODY).read_to_vec()?;
        Ok(Response { status: head.status.as_u16(), headers: head.headers, body })
    }
}

fn build<'b>(
    method: &Method,
    uri: String,
    headers: &[(&str, &str)],
    body: &'b [u8],
) -> Result<Request<&'b [u8]>, Failure> {
    let request = Request::builder().method(method).uri(uri);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(body).map_err(|_| Failure::usage("the request cannot be put into HTTP"))
}

/// Whether the connection ended before the answer did. Nobody was there, or time was up, is
/// something else: sent again, it would be no different.
fn is_lost(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(io) => io.kind() != io::ErrorKind::ConnectionRefused,
        ureq::Error::Protocol(_) => true,
        _ => false,
    }
}

fn explain(error: &ureq::Error, base: &Base, limit: Duration) -> Failure {
    let cannot = |why: &str| Failure::new(Status::Connect, format!("cannot connect to {base}: {why}"));
    match error {
        ureq::Error::Io(io) if io.kind() == io::ErrorKind::ConnectionRefused => {
            cannot("nothing listens there")
                .next("start the server with `claviger serve`, or name it with --url or CLAVIGER_URL")
        }
        ureq::Error::HostNotFound => cannot("the host is not known").next("check --url or CLAVIGER_URL"),
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
            cannot("no answer").next("check --url or CLAVIGER_URL, and the firewall")
        }
        ureq::Error::Timeout(_) => {
            unanswered(format!("no whole answer from {base} within {} s", limit.as_secs()))
        }
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => refused_tls(cannot(&error.to_string())),
        ureq::Error::Io(io) if base.is_encrypted() && io.kind() == io::ErrorKind::InvalidData => {
            refused_tls(cannot(&io.to_string()))
        }
        ureq::Error::Io(io) if is_of_connecting(io.kind()) => cannot(&io.to_string()),
        ureq::Error::Io(io) => unanswered(format!("the connection to {base} broke: {io}")),
        ureq::Error::BodyExceedsLimit(_) => {
            Failure::failed(format!("the answer of {base} is too large; ask for less with --limit"))
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            Failure::usage(format!("`{base}` is not a URL that can be used"))
        }
        ureq::Error::ConnectionFailed => cannot("no address of it answers"),
        other => Failure::failed(format!("{base} does not speak HTTP as expected: {other}")),
    }
}

fn refused_tls(failure: Failure) -> Failure {
    failure.next("name whoever signed the server's certificate with --ca FILE or CLAVIGER_CA, and the host as the certificate names it")
}

/// What was sent may have been done: this is never said to be a matter of the connection alone.
fn unanswered(words: String) -> Failure {
    Failure::failed(words).next("look whether it was done before you repeat it")
}

/// Whether an error of this kind means that nothing was sent.
const fn is_of_connecting(kind: io::ErrorKind) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        kind,
        Kind::ConnectionRefused | Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::AddrNotAvailable
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::net::TcpListener;

    fn ask(base: &str, limit: Duration) -> Failure {
        let (base, wire) = (Base::parse(base).unwrap(), Wire::new());
        wire.send(&base, &Method::POST, "/x", &[], b"{}", limit).err().unwrap()
    }

    #[test]
    fn a_request_that_went_out_is_never_called_unsent() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            // One is hung up on after its request came; the other gets no answer.
            for wait in [Duration::ZERO, Duration::from_secs(1)] {
                let mut stream = listener.accept().unwrap().0;
                let _ = stream.read(&mut [0; 4096]).unwrap();
                std::thread::park_timeout(wait);
            }
        });
        for limit in [Duration::from_secs(10), Duration::from_millis(300)] {
            let failure = ask(&base, limit);
            assert_eq!(failure.status(), Status::Failed, "{failure}");
            assert!(failure.to_string().contains("look whether it was done"), "{failure}");
        }
        server.join().unwrap();
        assert_eq!(ask(&base, Duration::from_secs(1)).status(), Status::Connect);
    }
}

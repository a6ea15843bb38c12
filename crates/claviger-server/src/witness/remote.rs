//! A URL that keeps what is PUT to it and gives it back on GET: a WebDAV folder, an object store, a few
//! lines of any web server.
//!
//! The operator named it, so it may be anywhere, also at a private address. Redirects are not followed
//! and no proxy is used; time and size are bounded. Every exchange has a connection of its own: one that
//! was kept may have died unseen, and would make a false alarm.

use super::PlaceError;
use super::place::PATIENCE;
use crate::config::{WitnessConfig, WitnessUrl};
use crate::net::trust;
use claviger_audit::witness::{MAX_STATEMENT, Statement};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use ureq::http::header::{AUTHORIZATION, CONTENT_TYPE};
use ureq::http::{HeaderValue, Request, Response};
use ureq::{Agent, Body};
use zeroize::Zeroizing;

/// No token is longer, in bytes.
const MAX_TOKEN: u64 = 4096;

/// A URL.
pub(crate) struct Remote {
    agent: Agent,
    url: WitnessUrl,
    token_file: Option<PathBuf>,
}

impl Remote {
    pub(super) fn new(url: &WitnessUrl, config: &WitnessConfig) -> Result<Self, PlaceError> {
        let tls = url.is_encrypted().then(|| trust::client(config.ca.as_deref())).transpose();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .tls_config(tls.map_err(PlaceError::Trust)?.unwrap_or_default())
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_idle_connections(0)
            .user_agent(concat!("claviger/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        Ok(Remote { agent, url: url.clone(), token_file: config.token_file.clone() })
    }

    pub(super) fn shown(&self) -> &str {
        self.url.shown()
    }

    pub(super) fn read(&self) -> Result<Option<Vec<u8>>, PlaceError> {
        let request = self.request("GET", ())?;
        let mut answer = self.agent.run(request).map_err(|error| self.failed(&error))?;
        match answer.status().as_u16() {
            200 => {}
            204 | 404 | 410 => return Ok(None),
            status => return Err(self.status(status)),
        }
        let body = answer.body_mut().with_config().limit(MAX_STATEMENT as u64 + 1).read_to_vec();
        match body {
            Ok(bytes) => Ok(Some(bytes).filter(|bytes| !bytes.is_empty())),
            // Longer than any statement: whatever it is, it is none, and nor is nothing.
            Err(ureq::Error::BodyExceedsLimit(_)) => Ok(Some(Vec::new())),
            Err(error) => Err(self.failed(&error)),
        }
    }

    pub(super) fn write(&self, statement: &Statement) -> Result<(), PlaceError> {
        let mut request = self.request("PUT", statement.to_string())?;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        let answer: Response<Body> = self.agent.run(request).map_err(|error| self.failed(&error))?;
        let status = answer.status();
        if status.is_success() { Ok(()) } else { Err(self.status(status.as_u16())) }
    }

    fn request<B>(&self, method: &str, body: B) -> Result<Request<B>, PlaceError> {
        let request = Request::builder().method(method).uri(self.url.as_str()).body(body);
        let mut request = request.map_err(|_| self.said("the request cannot be put into HTTP"))?;
        if let Some(path) = &self.token_file {
            request.headers_mut().insert(AUTHORIZATION, bearer(path)?);
        }
        Ok(request)
    }

    fn failed(&self, error: &ureq::Error) -> PlaceError {
        match error {
            ureq::Error::Timeout(_) => PlaceError::Late(self.shown().to_owned()),
            ureq::Error::Io(io) if io.kind() == io::ErrorKind::ConnectionRefused => {
                self.said("nothing listens there")
            }
            ureq::Error::HostNotFound => self.said("the host is not known"),
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => self.said("it cannot be used as a URL"),
            error => self.said(&error.to_string()),
        }
    }

    fn said(&self, said: &str) -> PlaceError {
        PlaceError::Http { url: self.shown().to_owned(), said: said.to_owned() }
    }

    fn status(&self, status: u16) -> PlaceError {
        PlaceError::Status { url: self.shown().to_owned(), status }
    }
}

/// Read every time, so that a new token is taken without a restart.
fn bearer(path: &Path) -> Result<HeaderValue, PlaceError> {
    let failed = |cause| PlaceError::File { path: path.to_owned(), what: "cannot be read as a token", cause };
    let mut token = Zeroizing::new(String::with_capacity(256));
    File::open(path).and_then(|file| file.take(MAX_TOKEN).read_to_string(&mut token)).map_err(failed)?;
    let bearer = Zeroizing::new(format!("Bearer {}", token.trim()));
    let value = HeaderValue::from_str(&bearer);
    let mut value = value.map_err(|_| failed(io::Error::other("there is more in it than one token")))?;
    value.set_sensitive(true);
    Ok(value)
}

//! A POST to a receiver nobody trusts: no redirect is followed, no proxy and no old connection used; time and size are
//! bounded.

use super::message::Post;
use super::resolve::{Guarded, REFUSED};
use super::{Answer, MAX_ANSWER, PATIENCE};
use ipnet::IpNet;
use std::io;
use ureq::http::header::RETRY_AFTER;
use ureq::tls::TlsConfig;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Error};

const NO_TLS: &str = "TLS could not be agreed on, or its certificate is not trusted";

/// The client.
pub struct Http {
    agent: Agent,
}

impl Http {
    /// Reaches the internet and the `allowed` networks.
    #[must_use]
    pub fn new(allowed: Vec<IpNet>, tls: TlsConfig) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .tls_config(tls)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_idle_connections(0)
            .max_response_header_size(16 * 1024)
            .user_agent(concat!("claviger/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(PATIENCE))
            .build();
        Http { agent: Agent::with_parts(config, DefaultConnector::default(), Guarded { allowed }) }
    }

    /// Posts, and says what came of it.
    #[must_use]
    pub fn post(&self, post: &Post) -> Answer {
        let mut request = self.agent.post(post.url.as_str());
        for (name, value) in &post.headers {
            request = request.header(*name, value);
        }
        let mut answer = match request.send(&post.body[..]) {
            Ok(answer) => answer,
            Err(error) => return failed(&error),
        };
        let status = answer.status();
        let wait = answer.headers().contains_key(RETRY_AFTER);
        // A little of the body is told, and no more is read, however much there is.
        let body = answer.body_mut().with_config().limit(MAX_ANSWER).lossy_utf8(true).read_to_string();
        let said = match body {
            Ok(body) => format!("{status}: {}", body.chars().take(120).collect::<String>()),
            Err(_) => status.to_string(),
        };
        match status.as_u16() {
            200..300 => Answer::taken(said),
            // Gone, by Standard Webhooks: the receiver wants no more.
            410 if !wait => Answer::gone(said),
            300..400 => {
                Answer::later(format!("{status}: redirects are not followed; give the URL it leads to"))
            }
            _ => Answer::later(said),
        }
    }
}

/// In words of our own: what the client says may hold the URL.
fn failed(error: &Error) -> Answer {
    Answer::later(match error {
        Error::Timeout(_) => format!("no answer within {} seconds", PATIENCE.as_secs()),
        Error::Io(io) if io.kind() == io::ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
        // What is wrong in a TLS handshake comes as data that is not valid.
        Error::Io(io) if io.kind() == io::ErrorKind::InvalidData => NO_TLS.to_owned(),
        Error::Io(io) => format!("the connection failed: {}", io.kind()),
        Error::HostNotFound => "the host is not known".to_owned(),
        Error::Other(other) if other.to_string() == REFUSED => {
            format!("{REFUSED}; `notices.allow_networks` lets it be reached")
        }
        Error::BadUri(_) | Error::Http(_) => "it cannot be used as a URL".to_owned(),
        Error::LargeResponseHeader(..) => "the answer was not taken in: its head is too long".to_owned(),
        Error::Rustls(_) | Error::Tls(_) => NO_TLS.to_owned(),
        _ => "the answer was not HTTP".to_owned(),
    })
}

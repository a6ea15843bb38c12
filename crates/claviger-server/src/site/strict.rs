//! `Strict-Transport-Security`: whoever came over TLS once comes over nothing else for a year, so that nobody between them
//! and the server can talk a browser into sending a cookie or a token in the clear.
//!
//! It is said only where TLS is spoken: by this server, or, as `server.public_url` says, by the proxy in front of it.
//! Browsers keep it by host name, whatever the port. So it is not said for `localhost`, whose other ports belong to other
//! programs, and it speaks for no other name below this one, nor for lists that browsers are shipped with.

use crate::config::{Config, PublicUrl};
use crate::net::{Answer, host_asked, without_port};
use http::header::STRICT_TRANSPORT_SECURITY;
use http::{HeaderMap, HeaderValue, Uri};

/// A year.
const RULE: &str = "max-age=31536000";

/// Whether the server is reached over TLS.
pub(super) fn is_reached_over_tls(config: &Config) -> bool {
    config.tls.certificate.is_some() || config.server.public_url.as_ref().is_some_and(PublicUrl::is_encrypted)
}

/// Whether it is said to whoever asks this host.
pub(super) fn is_said_to(headers: &HeaderMap, uri: &Uri) -> bool {
    host_asked(headers, uri).is_some_and(|host| !is_localhost(without_port(host)))
}

fn is_localhost(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name == b"localhost" || name.ends_with(b".localhost")
}

/// Says it.
pub(super) fn say(answer: &mut Answer) {
    answer.headers_mut().insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(RULE));
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::HOST;

    #[test]
    fn it_is_said_by_name_and_never_for_this_machine_alone() {
        let said = |host: &'static str| {
            let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
            is_said_to(&headers, &Uri::from_static("/"))
        };
        for host in ["keys.example", "keys.example:8480", "10.0.0.1", "notlocalhost"] {
            assert!(said(host), "{host}");
        }
        for host in ["localhost", "localhost:8480", "LOCALHOST", "keys.localhost:1"] {
            assert!(!said(host), "{host}");
        }
        assert!(is_said_to(&HeaderMap::new(), &Uri::from_static("https://keys.example/")), "over HTTP/2");
        assert!(!is_said_to(&HeaderMap::new(), &Uri::from_static("/")));
    }
}

//! Which host a request asks.

use http::header::HOST;
use http::{HeaderMap, Uri};

/// The host that was asked, with its port if that was named: the one `Host` header; where there is none, the authority
/// of the request, which is how HTTP/2 says it. None if nothing says it, or more than one does.
#[must_use]
pub fn host_asked<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a [u8]> {
    let mut all = headers.get_all(HOST).iter();
    match (all.next(), all.next()) {
        (Some(host), None) => Some(host.as_bytes()),
        (None, _) => uri.authority().map(|authority| authority.as_str().as_bytes()),
        _ => None,
    }
}

/// A host without its port.
#[must_use]
pub fn without_port(host: &[u8]) -> &[u8] {
    let is_port = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let colon = host.iter().rposition(|byte| *byte == b':');
    let split = colon.and_then(|at| host.split_at_checked(at));
    split.filter(|(_, port)| port.get(1..).is_some_and(is_port)).map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn asked(hosts: &[&'static str], uri: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(HOST, HeaderValue::from_static(host));
        }
        let uri = Uri::from_static(uri);
        host_asked(&headers, &uri).map(|host| String::from_utf8(host.to_vec()).unwrap())
    }

    #[test]
    fn it_is_told_by_one_header_or_by_the_request() {
        assert_eq!(asked(&["keys.test:1"], "/a").as_deref(), Some("keys.test:1"));
        assert_eq!(asked(&[], "https://keys.test:1/a").as_deref(), Some("keys.test:1"), "over HTTP/2");
        assert_eq!(asked(&["keys.test"], "https://other.test/a").as_deref(), Some("keys.test"));
        assert_eq!(asked(&["keys.test", "keys.test"], "https://keys.test/a"), None);
        assert_eq!(asked(&[], "/a"), None);
    }

    #[test]
    fn a_port_is_what_stands_behind_the_last_colon() {
        for (host, name) in [("a:1", "a"), ("a", "a"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("", "")] {
            assert_eq!(without_port(host.as_bytes()), name.as_bytes(), "{host}");
        }
    }
}

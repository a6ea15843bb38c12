//! Whether a form was sent by a page of ours (CSRF). Two guards, either of which would be enough:
//!
//! * The browser says where a request comes from: `Sec-Fetch-Site` must be ours, or, from a browser that does not send
//!   it, `Origin` must name the host that was asked.
//! * The form carries a token that only a page of the same visit knows.

use crate::net::host_asked;
use http::HeaderMap;
use http::header::{HeaderName, ORIGIN};
use http::request::Parts;
use subtle::ConstantTimeEq as _;

static SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The field of the token in every form.
pub const FIELD: &str = "csrf";

/// The token of one visit. Its `Debug` shows nothing.
#[derive(Clone)]
pub struct CsrfToken(String);

impl CsrfToken {
    /// From a text that nobody else can guess.
    #[must_use]
    pub const fn new(text: String) -> Self {
        CsrfToken(text)
    }

    /// For the pages of the visit.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether a form carried it; takes the same time whatever was sent.
    #[must_use]
    pub fn is(&self, sent: Option<&str>) -> bool {
        let sent = sent.unwrap_or_default();
        !self.0.is_empty() && bool::from(self.0.as_bytes().ct_eq(sent.as_bytes()))
    }
}

impl std::fmt::Debug for CsrfToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CsrfToken")
    }
}

/// Whether the browser says that a page of ours sent this. `none` is a person's own doing (a reload); the token is asked
/// for all the same.
pub(super) fn is_ours(head: &Parts) -> bool {
    match only(&head.headers, &SITE) {
        Header::One(site) => matches!(site, b"same-origin" | b"none"),
        Header::Many => false,
        Header::None => match (only(&head.headers, &ORIGIN), host_asked(&head.headers, &head.uri)) {
            (Header::One(origin), Some(host)) => host_of(origin) == Some(host),
            _ => false,
        },
    }
}

enum Header<'a> {
    None,
    One(&'a [u8]),
    Many,
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Header<'a> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (None, _) => Header::None,
        (Some(value), None) => Header::One(value.as_bytes()),
        _ => Header::Many,
    }
}

fn host_of(origin: &[u8]) -> Option<&[u8]> {
    origin.strip_prefix(b"https://").or_else(|| origin.strip_prefix(b"http://"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn ours(pairs: &[(&str, &str)]) -> bool {
        asked("/keys", pairs)
    }

    fn asked(uri: &str, pairs: &[(&str, &str)]) -> bool {
        let request = Request::builder().method("POST").uri(uri);
        let request = pairs.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        is_ours(&request.body(()).unwrap().into_parts().0)
    }

    /// HTTP/2 has no `Host` header: which host was asked stands in the request itself.
    #[test]
    fn over_http2_the_host_is_that_of_the_request() {
        assert!(asked("https://a:1/keys", &[("origin", "https://a:1")]));
        for (uri, origin) in
            [("https://a/keys", "https://evil"), ("https://a/keys", "https://a:1"), ("/keys", "https://a")]
        {
            assert!(!asked(uri, &[("origin", origin)]), "{uri} from {origin}");
        }
        assert!(!asked("https://a/keys", &[]), "silence is believed by no version");
    }

    #[test]
    fn what_the_browser_says_is_believed_and_silence_is_not() {
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("host", "a:1")]));
        assert!(ours(&[("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "", "SAME-ORIGIN"] {
            assert!(!ours(&[("sec-fetch-site", site), ("origin", "http://a"), ("host", "a")]), "{site}");
        }
        assert!(!ours(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "http://a:1"), ("host", "a:1")]));
        assert!(ours(&[("origin", "https://a"), ("host", "a")]));
        for origin in ["null", "http://a.evil", "http://evil/a", "a", "ftp://a", ""] {
            assert!(!ours(&[("origin", origin), ("host", "a")]), "{origin}");
        }
        assert!(!ours(&[("host", "a")]));
        assert!(!ours(&[]));
    }

    #[test]
    fn only_the_whole_token_is_the_token() {
        let token = CsrfToken::new("abcdef".to_owned());
        assert!(token.is(Some("abcdef")));
        for bad in [None, Some(""), Some("abcde"), Some("abcdeg"), Some("abcdefg")] {
            assert!(!token.is(bad), "{bad:?}");
        }
        assert!(!CsrfToken::new(String::new()).is(Some("")), "a visit without a token takes no form");
    }
}

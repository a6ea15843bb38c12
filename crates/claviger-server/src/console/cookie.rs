//! Cookies of the console: the session, which theme, and what was just done.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// How the pages look.
pub(super) const THEME: &str = "claviger-theme";
/// What was just done, for the next page to say so.
pub(super) const NOTICE: &str = "claviger-notice";

/// Most bytes of all cookies that are looked at.
const MAX_BYTES: usize = 8 * 1024;

/// The value of a cookie.
pub(super) fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = texts.filter(|text| text.len() <= MAX_BYTES).flat_map(|text| text.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(known, _)| *known == name).map(|(_, v)| v)
}

/// The name of the session's cookie. Over TLS it is one that no other host and no page without TLS can set.
pub(super) const fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-claviger" } else { "claviger-session" }
}

/// The cookie that holds a session until the browser is closed; an empty one is taken back.
pub(super) fn session(value: &str, secure: bool) -> Option<HeaderValue> {
    let ended = if value.is_empty() { "; Max-Age=0" } else { "" };
    let name = session_name(secure);
    let tls = if secure { "; Secure" } else { "" };
    let cookie = HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{tls}{ended}"));
    cookie.ok().map(|mut cookie| {
        cookie.set_sensitive(true);
        cookie
    })
}

/// A cookie that only the server reads, for `secs` seconds; zero takes it back. `value` is a name of ours.
pub(super) fn set(name: &str, value: &str, secs: u32, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={secs}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; claviger-theme=dark;b=2"));
        headers.append(COOKIE, HeaderValue::from_static("claviger-notice=saved"));
        assert_eq!(get(&headers, THEME), Some("dark"));
        assert_eq!(get(&headers, NOTICE), Some("saved"));
        assert_eq!(get(&headers, "theme"), None);
    }

    #[test]
    fn what_is_set_is_for_the_server_alone() {
        let value = set(THEME, "dark", 60, true).unwrap();
        assert_eq!(value, "claviger-theme=dark; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        assert!(set(THEME, "a\nb", 60, false).is_none());
    }
}

//! Where the server is.

use crate::failure::Failure;
use std::fmt;
use std::net::IpAddr;

/// `http://HOST[:PORT]` or `https://…`, without path, query or user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base(String);

impl Base {
    /// Parses a URL as typed; a slash at its end is forgiven.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let (scheme, rest) = text
            .split_once("://")
            .ok_or_else(|| Failure::usage(format!("`{text}` is not a URL: it must read http://HOST:PORT")))?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(Failure::usage(format!(
                "`{scheme}://` is not known here: the URL must begin with https:// or http://"
            )));
        }
        let host = rest.strip_suffix('/').unwrap_or(rest);
        let odd = |c: char| c.is_whitespace() || c.is_control() || "/?#@\\".contains(c);
        if host.is_empty() || host.contains(odd) {
            return Err(Failure::usage(
                "the URL must read http://HOST:PORT, with no user, path or query in it",
            ));
        }
        Ok(Base(format!("{scheme}://{host}")))
    }

    /// The URL of a path that begins with a slash.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Whether TLS is spoken there.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Refuses to let a secret go where others on the way could read it.
    pub(crate) fn may_be_told_a_secret(&self) -> Result<(), Failure> {
        if self.is_encrypted() || self.is_loopback() {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "an administration token is not sent to {self}: whoever is on the way could read it"
        ))
        .next("use an https:// URL, or a tunnel (ssh -L) with an http://127.0.0.1 URL"))
    }

    /// Whether nothing but this machine sees what is sent.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.0.split_once("://").map_or("", |(_, host)| host);
        let name = match host.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or(""),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_or_refused_whole() {
        for (text, url) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/x"),
            ("HTTP://localhost/", "http://localhost/x"),
            ("http://[::1]:80", "http://[::1]:80/x"),
        ] {
            assert_eq!(Base::parse(text).unwrap().join("/x"), url);
        }
        for bad in [
            "",
            "localhost:80",
            "ftp://a",
            "http://",
            "http://a/b",
            "http://u:p@a",
            "http://a?b",
            "http://a b",
            "http://a#b",
        ] {
            assert!(Base::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_goes_over_tls_or_stays_on_the_machine() {
        for (text, fine) in [
            ("https://example.com", true),
            ("http://localhost:1", true),
            ("https://[::1]:8443", true),
            ("http://example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://10.0.0.1:80", false),
        ] {
            assert_eq!(Base::parse(text).unwrap().may_be_told_a_secret().is_ok(), fine, "{text}");
        }
    }

    #[test]
    fn loopback_is_recognised() {
        for (text, expected) in [
            ("http://127.0.0.1:8080", true),
            ("http://127.9.9.9", true),
            ("http://localhost:1", true),
            ("http://[::1]:80", true),
            ("http://10.0.0.1:80", false),
            ("http://localhost.example.com", false),
        ] {
            assert_eq!(Base::parse(text).unwrap().is_loopback(), expected, "{text}");
        }
    }
}

//! `server.public_url`: where browsers reach the console.

use http::Uri;

/// Most bytes of it.
const MAX_BYTES: usize = 200;

/// A scheme, a host and perhaps a port: an origin, and nothing behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
}

impl PublicUrl {
    /// Parses it as typed.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wanted = || {
            format!(
                "`{}` is not an origin such as https://keys.example.com",
                text.chars().take(60).collect::<String>()
            )
        };
        let uri: Uri = text.parse().map_err(|_| wanted())?;
        let (scheme, authority) = (uri.scheme_str(), uri.authority().ok_or_else(wanted)?);
        let (scheme, usual) = match scheme {
            Some("https") => ("https", 443),
            Some("http") => ("http", 80),
            _ => return Err(wanted()),
        };
        let bare =
            matches!(uri.path(), "" | "/") && uri.query().is_none() && !authority.as_str().contains('@');
        if !bare || authority.host().is_empty() || text.len() > MAX_BYTES {
            return Err(wanted());
        }
        let host = authority.host().to_ascii_lowercase();
        // Browsers leave the usual port out.
        let port = authority.port_u16().filter(|port| *port != usual);
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(PublicUrl { origin: format!("{scheme}://{host}{port}"), host })
    }

    /// As browsers write it, as in `https://keys.example.com`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host alone, which passkeys belong to.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether TLS is spoken there.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn it_is_an_origin_and_nothing_more() {
        for (typed, origin, host) in [
            ("https://Keys.Example.com/", "https://keys.example.com", "keys.example.com"),
            ("https://keys.example.com:443", "https://keys.example.com", "keys.example.com"),
            ("http://localhost:8480", "http://localhost:8480", "localhost"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]"),
        ] {
            let url = PublicUrl::parse(typed).unwrap();
            assert_eq!(
                (url.origin(), url.host(), url.is_encrypted()),
                (origin, host, typed.starts_with("https"))
            );
        }
        for bad in [
            "keys.example.com",
            "ftp://a",
            "https://a/b",
            "https://a?b",
            "https://me@a",
            "https://",
            "https:///a",
            "a b",
        ] {
            assert!(PublicUrl::parse(bad).is_err(), "{bad}");
        }
    }
}

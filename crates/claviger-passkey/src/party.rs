//! Which site a passkey is for.

use std::net::IpAddr;

/// The site: whom a device signs for, and on whose pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelyingParty<'a> {
    /// Its id: the host without port, as in `keys.example.com`.
    pub id: &'a str,
    /// The origin of its pages: scheme, host, and port if it is not the scheme's own, as in `https://keys.example.com:8443`.
    pub origin: &'a str,
}

impl RelyingParty<'_> {
    /// Whether browsers let a page of this site use passkeys at all: it has a host that is a name, and it is reached
    /// over TLS or on the machine itself (§5.1.3, *effective domain*; Secure Contexts §3.1).
    #[must_use]
    pub fn has_passkeys(&self) -> bool {
        let name = !self.id.is_empty() && !self.id.starts_with('[') && self.id.parse::<IpAddr>().is_err();
        let local = self.id == "localhost" || self.id.ends_with(".localhost");
        name && (self.origin.starts_with("https://") || local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_a_secure_page() {
        for (id, origin, expected) in [
            ("keys.example.com", "https://keys.example.com", true),
            ("localhost", "http://localhost:8480", true),
            ("console.localhost", "http://console.localhost:8480", true),
            ("keys.example.com", "http://keys.example.com", false),
            ("127.0.0.1", "http://127.0.0.1:8480", false),
            ("10.0.0.1", "https://10.0.0.1", false),
            ("[::1]", "https://[::1]:8443", false),
            ("::1", "https://[::1]:8443", false),
            ("", "https://", false),
        ] {
            assert_eq!(RelyingParty { id, origin }.has_passkeys(), expected, "{origin}");
        }
    }
}

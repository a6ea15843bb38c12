//! `[witness]`: where it is kept how far the log is.

use http::Uri;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// `[witness]`: a directory, a URL, both, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessConfig {
    /// A directory elsewhere.
    pub directory: Option<PathBuf>,
    /// A URL that keeps what is PUT to it.
    pub url: Option<WitnessUrl>,
    /// The file of the token that is sent there.
    pub token_file: Option<PathBuf>,
    /// Certificates one of which must have signed that of the URL; none for those the machine trusts.
    pub ca: Option<PathBuf>,
    /// How often it is told of new entries.
    pub every: Duration,
    /// What a start does if it cannot be read.
    pub when_unreadable: WhenUnreadable,
}

impl Default for WitnessConfig {
    fn default() -> Self {
        WitnessConfig {
            directory: None,
            url: None,
            token_file: None,
            ca: None,
            every: Duration::from_secs(1),
            when_unreadable: WhenUnreadable::Refuse,
        }
    }
}

impl WitnessConfig {
    /// Whether there is to be one.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        self.directory.is_some() || self.url.is_some()
    }

    /// Where it is, as it is told to people.
    #[must_use]
    pub fn shown(&self) -> Vec<String> {
        let directory = self.directory.iter().map(|path| path.display().to_string());
        directory.chain(self.url.iter().map(|url| url.shown().to_owned())).collect()
    }
}

/// What a start does if the witness cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenUnreadable {
    /// It ends.
    #[default]
    Refuse,
    /// It goes on, and says so.
    Serve,
}

impl WhenUnreadable {
    pub(in crate::config) const NAMES: &'static [(&'static str, WhenUnreadable)] =
        &[("refuse", WhenUnreadable::Refuse), ("serve", WhenUnreadable::Serve)];
}

/// An `http://` or `https://` URL without a user in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessUrl(String);

impl WitnessUrl {
    /// Parses it as typed.
    ///
    /// # Errors
    /// What is wrong with it, in words that do not repeat it: there may be a secret in it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let uri: Uri = text.parse().map_err(|_| "it is not a URL such as https://host/path".to_owned())?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err("it must begin with https:// or http://".to_owned());
        }
        let host = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        if host.is_none_or(|authority| authority.host().is_empty()) {
            return Err("it must name a host, and no user: put a token into witness.token_file".to_owned());
        }
        Ok(WitnessUrl(text.to_owned()))
    }

    /// As it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is told to people: a query may hold a secret.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.0.split(['?', '#']).next().unwrap_or(&self.0)
    }

    /// Whether TLS is spoken there.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"))
    }

    /// Whether nothing but this machine sees what is sent.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let uri = self.0.parse::<Uri>().unwrap_or_default();
        let host = uri.host().unwrap_or("");
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_or_refused_without_being_repeated() {
        for text in ["http://127.0.0.1:1/a", "https://[::1]/", "HTTPS://Example.com/x?sig=secret", "http://h"]
        {
            assert_eq!(WitnessUrl::parse(text).unwrap().as_str(), text);
        }
        for bad in
            ["", "x", "/secret", "ftp://h/secret", "http://u:secret@h/", "http:///secret", "http://h/ secret"]
        {
            let said = WitnessUrl::parse(bad).unwrap_err();
            assert!(!said.contains("secret"), "{said}");
        }
        let url = WitnessUrl::parse("https://h/x?sig=secret").unwrap();
        assert_eq!(url.shown(), "https://h/x");
    }

    #[test]
    fn where_a_secret_may_go_is_known() {
        for (text, encrypted, loopback) in [
            ("https://example.com/", true, false),
            ("HTTPS://example.com/", true, false),
            ("http://example.com/", false, false),
            ("http://localhost:1/", false, true),
            ("http://127.9.9.9/", false, true),
            ("http://[::1]:80/", false, true),
            ("http://10.0.0.1/", false, false),
            ("http://localhost.example.com/", false, false),
        ] {
            let url = WitnessUrl::parse(text).unwrap();
            assert_eq!((url.is_encrypted(), url.is_loopback()), (encrypted, loopback), "{text}");
        }
    }
}

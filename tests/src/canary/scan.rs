//! Looks for all forms of all secrets at once.

use super::Secret;
use std::collections::HashMap;
use std::fmt;

/// Bytes by which a form is found; no form is shorter.
const HEAD: usize = 8;

/// A secret that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// Which one.
    pub secret: String,
    /// In which form.
    pub form: &'static str,
    /// Where.
    pub place: String,
    /// What stands before it, to find it by.
    pub before: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}, after `{}`", self.place, self.secret, self.form, self.before)
    }
}

/// Looks for secrets.
#[derive(Debug)]
pub struct Scanner<'s> {
    by_head: HashMap<[u8; HEAD], Vec<(&'s Secret, usize)>>,
}

impl<'s> Scanner<'s> {
    /// A scanner for these.
    #[must_use]
    pub fn new(secrets: &'s [Secret]) -> Self {
        let mut by_head: HashMap<_, Vec<_>> = HashMap::new();
        for secret in secrets {
            for (at, (_, form)) in secret.forms.iter().enumerate() {
                by_head
                    .entry(*form.first_chunk().expect("no form is shorter"))
                    .or_default()
                    .push((secret, at));
            }
        }
        Scanner { by_head }
    }

    /// Every leak in these bytes, each secret and form once.
    #[must_use]
    pub fn scan(&self, place: &str, bytes: &[u8]) -> Vec<Leak> {
        let mut leaks = Vec::new();
        for (at, head) in bytes.windows(HEAD).enumerate() {
            let head: &[u8; HEAD] = head.try_into().expect("windows have this size");
            for (secret, form) in self.by_head.get(head).into_iter().flatten() {
                let (form, pattern) = &secret.forms[*form];
                if bytes[at..].starts_with(pattern) {
                    let before = String::from_utf8_lossy(&bytes[at.saturating_sub(60)..at]).into_owned();
                    leaks.push(Leak { secret: secret.name.clone(), form, place: place.to_owned(), before });
                }
            }
        }
        leaks.sort();
        leaks.dedup_by(|a, b| (&a.secret, a.form) == (&b.secret, b.form));
        leaks
    }
}

#[cfg(test)]
mod tests {
    use super::{Scanner, Secret};
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    const TEXT: &str = "ClavSec1+q/0123456789abcdefghijkl\"mnopq\\rstuvwxyz";

    /// Lines that leak, each in another way.
    fn leaking() -> Vec<(&'static str, Vec<u8>)> {
        let hex = |text: &str| text.bytes().map(|b| format!("{b:02x}")).collect::<String>();
        let line = |text: String| format!("2026-11-22 INFO call header={text} status=200\n").into_bytes();
        let mut lines = vec![
            ("as it is", line(TEXT.to_owned())),
            ("hexadecimal", line(hex(TEXT))),
            ("upper hexadecimal", line(hex(TEXT).to_uppercase())),
            ("a piece of it", line(TEXT[8..40].to_owned())),
            ("percent-encoded", line(crate::trader::encode(TEXT))),
            (
                "percent-encoded in lower case",
                line(
                    crate::trader::encode(TEXT)
                        .replace("%2B", "%2b")
                        .replace("%2F", "%2f")
                        .replace("%5C", "%5c"),
                ),
            ),
            ("as a JSON string", line(serde_json::to_string(TEXT).unwrap())),
            (
                "as a JSON string with its slashes escaped",
                line(serde_json::to_string(TEXT).unwrap().replace('/', "\\/")),
            ),
            (
                "as a JSON string of code points",
                line(
                    TEXT.replace('+', "\\u002b")
                        .replace('/', "\\u002f")
                        .replace('"', "\\u0022")
                        .replace('\\', "\\u005c")
                        .replace("\\u005cu", "\\u"),
                ),
            ),
        ];
        let base64 = ["base64", "base64, one byte on", "base64, two bytes on"];
        let url_safe = ["URL-safe base64", "URL-safe base64, one byte on", "URL-safe base64, two bytes on"];
        for (shift, before) in ["", "x", "xy"].into_iter().enumerate() {
            let inside = format!("{before}{TEXT} and more");
            lines.push((base64[shift], line(STANDARD.encode(&inside))));
            lines.push((url_safe[shift], line(URL_SAFE.encode(&inside))));
        }
        lines
    }

    #[test]
    fn every_way_to_leak_is_found() {
        let secrets = [Secret::text("the private key", TEXT)];
        for (form, line) in leaking() {
            let leaks = Scanner::new(&secrets).scan("log", &line);
            assert!(leaks.iter().any(|leak| leak.form == form), "{form}: {leaks:?}");
        }
    }

    #[test]
    fn the_bytes_behind_base64_are_a_secret_too() {
        let raw: Vec<u8> = (0..64).map(|n| n * 3 + 1).collect();
        let secrets = [Secret::text("key", &STANDARD.encode(&raw))];
        let scanner = Scanner::new(&secrets);
        assert!(!scanner.scan("database", &[&[0; 9][..], &raw].concat()).is_empty());
        assert!(!scanner.scan("database", &[&[0; 9][..], &raw[16..32]].concat()).is_empty());
    }

    #[test]
    fn what_is_harmless_is_not_found() {
        let secrets = [Secret::text("key", TEXT)];
        let scanner = Scanner::new(&secrets);
        assert_eq!(scanner.scan("log", b"a line about ClavSec1, the prefix of private keys"), []);
        assert_eq!(scanner.scan("log", b""), []);
    }
}

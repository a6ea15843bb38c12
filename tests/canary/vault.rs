//! The secrets of a run, and everything that came out of it.

use claviger_tests::canary::{Leak, Scanner, Secret};
use claviger_tests::http::Response;
use std::collections::BTreeSet;
use std::fmt;

/// Secrets and outputs.
#[derive(Default)]
pub(crate) struct Vault {
    secrets: Vec<Secret>,
    /// What is too short to be told from chance but by itself.
    words: Vec<(String, String)>,
    /// Where no secret may be.
    kept: Vec<(String, Vec<u8>)>,
    /// Answers that show a secret this once, and which.
    shown: Vec<(String, Vec<u8>, String)>,
}

impl Vault {
    /// A text that must not be seen.
    pub(crate) fn secret(&mut self, name: &str, text: &str) {
        self.secrets.push(Secret::text(name, text));
    }

    /// A few digits that must not be seen by themselves; as a part of longer numbers they are chance.
    pub(crate) fn word(&mut self, name: &str, digits: &str) {
        self.words.push((name.to_owned(), digits.to_owned()));
    }

    /// Something that came out.
    pub(crate) fn keep(&mut self, place: &str, bytes: Vec<u8>) {
        self.kept.push((place.to_owned(), bytes));
    }

    /// An answer that came out.
    pub(crate) fn answer(&mut self, place: &str, answer: &Response) {
        self.keep(&format!("the answer {} to {place}", answer.status), answer.raw());
    }

    /// An answer in which this member is a secret, shown this once; the secret.
    pub(crate) fn shown_once(&mut self, place: &str, answer: &Response, member: &str) -> String {
        let json = answer.json();
        let text = json.get(member).and_then(serde_json::Value::as_str);
        let text =
            text.unwrap_or_else(|| panic!("{place}: no {member} in {} {}", answer.status, answer.text()));
        let name = format!("{member} of {place}");
        self.secret(&name, text);
        self.shown.push((place.to_owned(), answer.raw(), name));
        text.to_owned()
    }

    /// Every secret in everything that came out.
    pub(crate) fn search(&self) -> Vec<Leak> {
        let scanner = Scanner::new(&self.secrets);
        let words = self.kept.iter().flat_map(|(place, bytes)| self.words_in(place, bytes));
        let secrets = self.kept.iter().flat_map(|(place, bytes)| scanner.scan(place, bytes));
        secrets.chain(words).collect()
    }

    fn words_in(&self, place: &str, bytes: &[u8]) -> Vec<Leak> {
        let numbers: BTreeSet<&[u8]> = bytes.split(|byte| !byte.is_ascii_digit()).collect();
        let found = self.words.iter().filter(|(_, digits)| numbers.contains(digits.as_bytes()));
        let leak = |(name, _): &(String, String)| Leak {
            secret: name.clone(),
            form: "as it is",
            place: place.to_owned(),
            before: String::new(),
        };
        found.map(leak).collect()
    }

    /// The secrets found in the answers that show them, and those that should be.
    pub(crate) fn found_where_shown(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let scanner = Scanner::new(&self.secrets);
        let leaks = self.shown.iter().flat_map(|(place, bytes, _)| scanner.scan(place, bytes));
        let names = self.shown.iter().map(|(_, _, name)| name.clone());
        (leaks.map(|leak| leak.secret).collect(), names.collect())
    }
}

impl fmt::Display for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: usize = self.kept.iter().map(|(_, bytes)| bytes.len()).sum();
        write!(f, "{} secrets in {} outputs, {} KiB", self.secrets.len(), self.kept.len(), bytes >> 10)
    }
}

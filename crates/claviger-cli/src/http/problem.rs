//! RFC 9457 problems, as the server tells them.

use crate::output::harmless;
use serde::Deserialize;
use std::fmt;

/// A problem. Members that are not known here are ignored.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Problem {
    /// HTTP status; taken from the response if the document has none.
    #[serde(default)]
    pub(crate) status: u16,
    /// What kind of problem, in a few words.
    #[serde(default)]
    pub(crate) title: String,
    /// What happened this time.
    #[serde(default)]
    pub(crate) detail: String,
    /// What to do next, in the server's words.
    #[serde(default)]
    pub(crate) remedy: String,
}

impl Problem {
    /// From the body of a response that was not a success.
    pub(crate) fn read(status: u16, body: &[u8]) -> Self {
        let mut problem = serde_json::from_slice::<Problem>(body).unwrap_or_default();
        problem.status = status;
        if problem.title.is_empty() {
            problem.title = format!("the server answered with HTTP status {status}");
        }
        problem
    }

    /// What to do next: in the words of this program where it knows better, else in the server's.
    /// What is wrong with a request of ours is told by its detail alone.
    pub(crate) fn next_step(&self) -> Option<String> {
        const TOKEN: &str = "give a token in CLAVIGER_TOKEN, with --token-file or with --login; `claviger tokens list` shows which are live";
        match self.status {
            401 => Some(TOKEN.to_owned()),
            403 | 404 | 500.. => Some(harmless(&self.remedy)).filter(|remedy| !remedy.is_empty()),
            _ => None,
        }
    }
}

/// What happened this time; what kind of problem it is, if nothing was said of that.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = if self.detail.is_empty() { &self.title } else { &self.detail };
        f.write_str(&harmless(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_told_in_its_own_words() {
        let body = br#"{"type":"/problems/not-found","title":"not found","detail":"no key has this id","status":404,"remedy":"look again","more":1}"#;
        let problem = Problem::read(404, body);
        assert_eq!(problem.to_string(), "no key has this id");
        assert_eq!(problem.next_step().as_deref(), Some("look again"));
    }

    #[test]
    fn anything_else_still_says_the_status() {
        for body in [&b""[..], b"<html>", b"[]", b"\xff"] {
            assert_eq!(Problem::read(502, body).to_string(), "the server answered with HTTP status 502");
        }
    }

    #[test]
    fn the_response_decides_the_status() {
        assert_eq!(Problem::read(401, br#"{"status":200,"title":"t"}"#).status, 401);
    }
}

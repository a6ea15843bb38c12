//! Parameters of a query: each known, each at most once.

use crate::problem::{Code, Problem, tellable};
use axum::extract::Query as AxumQuery;
use claviger::manage::MAX_PAGE;
use http::Uri;

/// Items of a page unless told.
const DEFAULT_PAGE: usize = 50;
/// Most bytes of a query.
const MAX_QUERY_BYTES: usize = 4096;
/// Most values of a list.
const MAX_LIST: usize = 64;

/// The parameters of a query.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(uri: &Uri) -> Result<Self, Problem> {
        let malformed = || Problem::new(Code::Malformed, "the query is not of the form a=b&c=d");
        if uri.query().is_some_and(|query| query.len() > MAX_QUERY_BYTES) {
            return Err(Problem::new(
                Code::Malformed,
                format!("a query has at most {MAX_QUERY_BYTES} bytes"),
            ));
        }
        let AxumQuery(pairs) = AxumQuery::try_from_uri(uri).map_err(|_| malformed())?;
        Ok(Query(pairs))
    }

    /// Refuses what is unknown or repeated.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        for (at, (name, _)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(bad(tellable(name).unwrap_or_default(), unknown(known)));
            }
            if self.0.iter().take(at).any(|(other, _)| other == name) {
                return Err(bad(name, "must be given once; several values are separated by commas".into()));
            }
        }
        Ok(())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Several values, separated by commas; none if it is left out.
    pub(super) fn list<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
        known: &str,
    ) -> Result<Vec<T>, Problem> {
        let Some(text) = self.get(name) else { return Ok(Vec::new()) };
        if text.split(',').count() > MAX_LIST {
            return Err(bad(name, format!("takes at most {MAX_LIST} values")));
        }
        let parsed: Option<Vec<T>> = text.split(',').map(parse).collect();
        parsed.ok_or_else(|| bad(name, format!("takes a comma-separated list of {known}")))
    }

    /// One value.
    pub(super) fn one<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
        known: &str,
    ) -> Result<Option<T>, Problem> {
        let parsed =
            self.get(name).map(|text| parse(text).ok_or_else(|| bad(name, format!("takes {known}"))));
        parsed.transpose()
    }

    /// Most items of the page.
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        let parse = |text: &str| digits(text).filter(|limit| (1..=MAX_PAGE as u64).contains(limit));
        let limit = self.one("limit", parse, &format!("a number from 1 to {MAX_PAGE}"))?;
        Ok(limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(DEFAULT_PAGE))
    }

    /// Where to go on.
    pub(super) fn cursor<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        self.one("cursor", parse, "what an earlier answer of this list gave as `next`")
    }
}

/// An unsigned number in decimal digits and nothing else.
pub(super) fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn unknown(known: &[&str]) -> String {
    if known.is_empty() {
        "no parameters are known here".into()
    } else {
        format!("unknown; known are {}", known.join(", "))
    }
}

fn bad(name: &str, message: String) -> Problem {
    Problem { code: Code::Malformed, ..Problem::field(name, message) }
}

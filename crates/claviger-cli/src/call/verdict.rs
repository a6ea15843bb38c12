//! What the exchange side answered: the result, or the error texts with the reason in words.

use crate::failure::{Failure, Status};
use crate::http::Response;
use crate::output::harmless;
use claviger_core::reason::Reason;
use serde_json::Value;

/// An answer taken apart.
pub(crate) struct Verdict {
    /// The whole answer, `{"error": […], "result": …}`.
    pub(crate) envelope: Value,
    /// The header `Claviger-Reason`, as it came; empty if it did not.
    pub(crate) reason: String,
}

impl Verdict {
    pub(crate) fn read(response: &Response) -> Result<Self, Failure> {
        let envelope: Option<Value> = serde_json::from_slice(&response.body).ok();
        let envelope =
            envelope.filter(|value| value.get("error").is_some_and(Value::is_array)).ok_or_else(|| {
                Failure::failed(format!(
                    "HTTP status {}, and not an answer of an exchange: is this URL right?",
                    response.status
                ))
            })?;
        Ok(Verdict { envelope, reason: harmless(response.header("claviger-reason")) })
    }

    /// The error texts.
    pub(crate) fn errors(&self) -> Vec<&str> {
        let texts = self.envelope.get("error").and_then(Value::as_array);
        texts.into_iter().flatten().filter_map(Value::as_str).filter(|text| !text.starts_with('W')).collect()
    }

    pub(crate) fn is_success(&self) -> bool {
        self.errors().is_empty()
    }

    /// The result, null if there is none.
    pub(crate) fn result(&self) -> &Value {
        self.envelope.get("result").unwrap_or(&Value::Null)
    }

    /// A failure with the reason in words, if it was refused.
    pub(crate) fn judge(&self) -> Result<(), Failure> {
        let errors = self.errors();
        if errors.is_empty() {
            return Ok(());
        }
        let failure = Failure::new(
            status(errors.iter().copied()),
            errors.iter().map(|text| harmless(text)).collect::<Vec<_>>().join(", "),
        );
        Err(match self.words() {
            Some(words) => failure.next(words),
            None => failure,
        })
    }

    /// `permission-missing; missing: withdraw-funds` as a sentence with the detail behind it.
    fn words(&self) -> Option<String> {
        let (code, detail) = self.reason.split_once(';').unwrap_or((&self.reason, ""));
        let words = Reason::from_code(code.trim()).map_or(code, |reason| reason.words());
        match (words, detail.trim()) {
            ("", _) => None,
            (words, "") => Some(words.to_owned()),
            (words, detail) => Some(format!("{words} ({detail})")),
        }
    }
}

fn status<'a>(mut errors: impl Iterator<Item = &'a str>) -> Status {
    let not_good =
        |text| matches!(text, "EAPI:Invalid key" | "EAPI:Invalid signature" | "EGeneral:Permission denied");
    if errors.any(not_good) { Status::NotAuthorised } else { Status::Failed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn verdict(envelope: Value, reason: &str) -> Verdict {
        Verdict { envelope, reason: reason.to_owned() }
    }

    #[test]
    fn success_has_a_result_and_warnings_are_none() {
        let good = verdict(json!({"error": [], "result": {"a": 1}}), "");
        assert!(good.judge().is_ok());
        assert_eq!(good.result(), &json!({"a": 1}));
        assert!(verdict(json!({"error": ["WDatabase:No change"], "result": {}}), "").judge().is_ok());
    }

    #[test]
    fn a_refusal_says_why_in_words() {
        let refused = verdict(
            json!({"error": ["EGeneral:Permission denied"]}),
            "permission-missing; missing: withdraw-funds",
        );
        let failure = refused.judge().unwrap_err();
        assert_eq!(failure.status(), Status::NotAuthorised);
        assert_eq!(
            failure.to_string(),
            "EGeneral:Permission denied\n  the key lacks a permission for this (missing: withdraw-funds)"
        );
    }

    #[test]
    fn without_a_reason_there_is_only_the_text() {
        let refused = verdict(json!({"error": ["EOrder:Insufficient funds"]}), "");
        let failure = refused.judge().unwrap_err();
        assert_eq!(
            (failure.status(), failure.to_string().as_str()),
            (Status::Failed, "EOrder:Insufficient funds")
        );
    }
}

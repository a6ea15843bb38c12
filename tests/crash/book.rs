//! What the clients of a run have sent, and what they were told: the only truth the checks start from.

use claviger_core::id::KeyId;
use claviger_tests::trader::{Reply, Signed};
use serde_json::Value;

/// What a client knows of something it sent.
#[derive(Debug, Clone)]
pub(crate) enum Fate {
    /// No whole answer was read before the end, and why: it was done or it was not.
    Unknown(String),
    /// This answer was read, to its last byte, before the end.
    Answered(Answer),
}

/// An answer of the exchange's wire.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The error text; empty if all went well.
    pub(crate) error: String,
    /// What it names, to be found again: an order's `txid`, a withdrawal's `refid`, a report's `id`.
    pub(crate) names: Option<String>,
}

impl From<&Reply> for Answer {
    fn from(reply: &Reply) -> Self {
        let result = reply.result();
        let named = result.get("refid").or_else(|| result.get("txid").and_then(|ids| ids.get(0)));
        let named = named.or_else(|| result.get("id"));
        Answer { error: reply.error(), names: named.and_then(Value::as_str).map(str::to_owned) }
    }
}

/// One signed call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// The key it was signed with.
    pub(crate) key: KeyId,
    pub(crate) signed: Signed,
    pub(crate) fate: Fate,
}

impl Call {
    pub(crate) fn answer(&self) -> Option<&Answer> {
        match &self.fate {
            Fate::Answered(answer) => Some(answer),
            Fate::Unknown(_) => None,
        }
    }

    pub(crate) fn went_well(&self) -> bool {
        self.answer().is_some_and(|answer| answer.error.is_empty())
    }

    /// Whether it was refused as *not done*.
    pub(crate) fn is_not_done(&self) -> bool {
        self.answer().is_some_and(|answer| answer.error == "EService:Unavailable")
    }

    /// The value of a parameter that stands in the body as it is.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let pairs = self.signed.body.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(known, _)| *known == name).map(|(_, value)| value).next()
    }
}

/// A key that a client has asked for, and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct KeyStory {
    /// The name it was asked for under, unlike every other.
    pub(crate) name: String,
    /// Its id, if its creation was acknowledged.
    pub(crate) id: Option<KeyId>,
    /// The name it was to be given later, if that was asked for; acknowledged?
    pub(crate) renamed: Option<(String, bool)>,
    /// Whether its end was asked for; acknowledged?
    pub(crate) revoked: Option<bool>,
}

/// Everything sent in a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    pub(crate) calls: Vec<Call>,
    pub(crate) keys: Vec<KeyStory>,
    /// What the clients themselves found wrong.
    pub(crate) complaints: Vec<String>,
}

impl Book {
    pub(crate) fn append(&mut self, mut other: Book) {
        self.calls.append(&mut other.calls);
        self.keys.append(&mut other.keys);
        self.complaints.append(&mut other.complaints);
    }

    /// How many answers of success were read.
    pub(crate) fn acknowledged(&self) -> usize {
        self.calls.iter().filter(|call| call.went_well()).count()
    }

    /// How many calls nobody knows the result of.
    pub(crate) fn unknown(&self) -> usize {
        self.calls.iter().filter(|call| call.answer().is_none()).count()
    }
}

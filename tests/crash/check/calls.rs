//! Each call a client sent, against its entries.

use super::End;
use crate::book::{Book, Call, Fate};
use crate::image::Image;
use claviger_core::entry::{Entry, Outcome};
use claviger_core::reason::Reason;
use std::collections::{HashMap, HashSet};

pub(super) fn check(book: &Book, image: &Image, end: End) -> Vec<String> {
    let (claims, outcomes) = (image.claims(), image.outcomes());
    let answered = book.calls.iter().filter(|call| call.answer().is_some());
    let answered: HashSet<_> = answered.map(|call| (call.key, call.signed.nonce)).collect();
    let judged = book.calls.iter().filter_map(|call| {
        // Sent twice, and one of the two was answered: what the log says may be of that one.
        let of_its_twin = call.answer().is_none() && answered.contains(&(call.key, call.signed.nonce));
        let wrong =
            judge(call, &Evidence::of(call, claims.of(call), &outcomes), end).filter(|_| !of_its_twin)?;
        Some(format!("{} {} of {}: {wrong}", call.signed.method, call.signed.nonce, call.key))
    });
    judged.collect()
}

/// What the log says of one call.
struct Evidence {
    /// How it went for the one claim that burnt its nonce; none if none did.
    burnt: Option<Outcome>,
    /// More than one did.
    twice: bool,
    /// It was refused for its nonce.
    refused_nonce: bool,
    /// It was refused as a call of a dead key.
    refused_key: bool,
    /// How its claim was closed.
    outcomes: Vec<Outcome>,
}

impl Evidence {
    fn of(call: &Call, claims: &[&Entry], outcomes: &HashMap<u64, Vec<&Entry>>) -> Self {
        let burnt: Vec<_> =
            claims.iter().filter(|entry| entry.draft.nonce == Some(call.signed.nonce)).collect();
        let closing = burnt.iter().filter_map(|entry| outcomes.get(&entry.place.sequence)).flatten();
        let refused = |reason| claims.iter().any(|entry| entry.draft.reason == reason);
        Evidence {
            burnt: burnt.first().map(|entry| entry.draft.outcome),
            twice: burnt.len() > 1,
            refused_nonce: refused(Reason::InvalidNonce),
            refused_key: refused(Reason::Revoked),
            outcomes: closing.map(|entry| entry.draft.outcome).collect(),
        }
    }
}

fn judge(call: &Call, log: &Evidence, end: End) -> Option<String> {
    if log.twice {
        return Some("its nonce was burnt twice".to_owned());
    }
    let mutates = !matches!(call.signed.method, "Balance");
    let answer = match &call.fate {
        Fate::Answered(answer) => answer,
        // What a server takes before it stops in order, it answers.
        Fate::Unknown(why) => {
            let left_alone = end == End::Answered && log.burnt.is_some();
            return left_alone
                .then(|| format!("taken by a server that stopped in order, and not answered: {why}"));
        }
    };
    let holds = match answer.error.as_str() {
        "" if mutates => log.burnt == Some(Outcome::Allowed) && log.outcomes == [Outcome::Done],
        "" => log.burnt == Some(Outcome::Allowed) && log.outcomes.is_empty(),
        "EService:Unavailable" => !log.outcomes.contains(&Outcome::Done),
        "EGeneral:Internal error" => log.burnt == Some(Outcome::Allowed),
        "EGeneral:Permission denied" => log.burnt == Some(Outcome::Refused),
        "EAPI:Invalid nonce" => log.refused_nonce,
        "EAPI:Invalid key" => log.refused_key,
        upstream if is_of_upstream(call.signed.method, upstream) => {
            log.burnt == Some(Outcome::Allowed) && log.outcomes == [Outcome::Failed]
        }
        _ => false,
    };
    let entries = || format!("burnt by {:?}, closed by {:?}", log.burnt, log.outcomes);
    (!holds).then(|| format!("answered `{}`, but {}", answer.error, entries()))
}

/// Whether the exchange behind says so of this call. An account has room for so many reports only.
fn is_of_upstream(method: &str, error: &str) -> bool {
    let full = method == "AddExport" && error == "EGeneral:Too many requests";
    full || error.starts_with("EOrder:") || error.starts_with("EFunding:")
}

//! Why something was refused, and what to do about it.

use claviger::core::id::KeyId;
use claviger::core::reason::Reason;

/// A reason as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Remedy {
    /// What happened.
    pub(in super::super) reason: String,
    /// What to do about it; may be empty.
    pub(in super::super) words: String,
    /// Where that is done, as label and path.
    pub(in super::super) fix: Option<(&'static str, String)>,
}

/// The reason of an entry; none if nothing was wrong.
pub(in super::super) fn remedy(reason: Reason, key: Option<KeyId>) -> Option<Remedy> {
    if reason == Reason::None {
        return None;
    }
    // The words of a reason end in what to do, where there is something.
    let (what, then) = reason.words().split_once("; ").unwrap_or((reason.words(), ""));
    let words = if then.is_empty() { more(reason) } else { then };
    let fix = key.and_then(|key| fix(reason, key));
    Some(Remedy { reason: sentence(what), words: sentence(words), fix })
}

const fn more(reason: Reason) -> &'static str {
    match reason {
        Reason::BadSignature => {
            "check the private key and how the client signs; if it is none of yours, somebody knows the public half"
        }
        Reason::SourceNotAllowed => {
            "if the address is yours, add it to the allowlist; if not, somebody else has the key"
        }
        Reason::PermissionMissing => "grant it if the application should do this; if not, ask what it tries",
        Reason::ReadOnly | Reason::CancelOnly | Reason::Frozen => {
            "step the key up again if the call is meant"
        }
        Reason::NotYetValid => "wait, or let the key start earlier",
        Reason::SecondFactorWrong => "check the second factor and the clock of the machine that makes it",
        Reason::QueryOutsideRange => "ask for later dates, or widen what the key may read",
        Reason::UpstreamRefused => "correct what the exchange complains about",
        _ => "",
    }
}

fn fix(reason: Reason, key: KeyId) -> Option<(&'static str, String)> {
    let edit = |label, field| Some((label, format!("/keys/{key}/edit#{field}")));
    match reason {
        Reason::SourceNotAllowed => edit("Change the allowlist", "allowlist"),
        Reason::PermissionMissing => edit("Change its permissions", "permissions"),
        Reason::Expired | Reason::NotYetValid => edit("Change its dates", "expires"),
        Reason::InvalidNonce => edit("Change its nonce window", "nonce_window"),
        Reason::QueryOutsideRange => edit("Change what it may read", "query_from"),
        Reason::ReadOnly | Reason::CancelOnly | Reason::Frozen | Reason::Restored => {
            Some(("To the key", format!("/keys/{key}")))
        }
        _ => None,
    }
}

fn sentence(words: &str) -> String {
    if words.is_empty() { String::new() } else { super::super::page::sentence(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_told_and_most_have_a_remedy() {
        assert_eq!(remedy(Reason::None, None), None);
        let all = Reason::ALL.iter().filter(|reason| **reason != Reason::None);
        let told: Vec<Remedy> = all.filter_map(|reason| remedy(*reason, Some(KeyId::from_u64(1)))).collect();
        assert_eq!(told.len(), Reason::ALL.len() - 1);
        assert!(told.iter().all(|remedy| remedy.reason.ends_with('.')));
        let with_words = told.iter().filter(|remedy| !remedy.words.is_empty()).count();
        assert!(with_words >= 20, "{with_words}");
    }
}

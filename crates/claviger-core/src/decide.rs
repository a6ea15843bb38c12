//! The decision: a pure function of the call, the key, the facts and the time.
//!
//! The order of checks is fixed (DESIGN.md §3): rate limit → key state, end of overlap, not-before, expiry →
//! source address → second factor → nonce acceptable → permission, state, dates. The first check
//! that fails gives the reason. The nonce itself is judged by the commit, which alone knows it;
//! [`NonceUse`] says how a bad nonce ranks against the reason found here. The rules that rest on nothing but key, call and time
//! are in [`rules`].

pub mod rules;

use crate::call::{Facts, QueryDates, VerifiedCall};
use crate::entry::{Actor, EntryDraft, Outcome, Target};
use crate::key::KeySnapshot;
use crate::otp::{OtpVerdict, step_ends};
use crate::reason::{Denial, Detail, Reason};
use crate::store::{Claim, NonceUse};
use crate::time::{MICROS_PER_SEC, Timestamp};

/// How long a decision may rest before it must be carried out.
pub const DECISION_MICROS: i64 = 2 * MICROS_PER_SEC;

/// What was decided: the claim to be committed, and, if it is allowed, how far the answer may
/// reach into history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// To be committed before anything else happens.
    pub claim: Claim,
    /// The dates the result is limited to.
    pub dates: QueryDates,
}

/// Decides one verified call. Takes about a microsecond, does no I/O.
#[must_use]
pub fn decide(call: &VerifiedCall<'_>, key: &KeySnapshot, facts: &Facts, now: Timestamp) -> Decision {
    let mut dates = call.call().dates;
    let mut otp_step = None;
    let (nonce, denial) = match judge(call, key, facts, now, &mut otp_step, &mut dates) {
        Ok(()) => (NonceUse::Judge(call.call().nonce), None),
        Err((nonce, denial)) => (nonce, Some(denial)),
    };
    let mut draft = draft(call, key, otp_step);
    if let Some(denial) = denial {
        draft.refuse(denial);
    }
    let deadline = now.plus_micros(DECISION_MICROS).min(rests_until(&draft, key));
    Decision { claim: Claim { key: key.id, revision: key.revision, deadline, nonce, draft }, dates }
}

/// The first instant at which the decision would be another one by time alone.
fn rests_until(draft: &EntryDraft, key: &KeySnapshot) -> Timestamp {
    if draft.outcome == Outcome::Refused {
        // A refusal rests on no instant still to come, but for the one that ends the waiting.
        let waits = draft.reason == Reason::NotYetValid;
        return key.not_before().filter(|_| waits).unwrap_or(Timestamp::MAX);
    }
    let code = draft.otp_step.map_or(Timestamp::MAX, step_ends);
    let ends = |at: Option<Timestamp>| at.unwrap_or(Timestamp::MAX);
    ends(key.expires_at).min(ends(key.retires_at())).min(code)
}

type Judgement = Result<(), (NonceUse, Denial)>;

fn judge(
    call: &VerifiedCall<'_>,
    key: &KeySnapshot,
    facts: &Facts,
    now: Timestamp,
    otp_step: &mut Option<u64>,
    dates: &mut QueryDates,
) -> Judgement {
    let nonce = call.call().nonce;
    let spare = |denial| (NonceUse::Spare, denial);
    rate(facts).map_err(spare)?;
    rules::alive(key, now).map_err(spare)?;
    let burn = |denial| (NonceUse::BurnIfAcceptable(nonce), denial);
    rules::source(call.call().source, key).map_err(burn)?;
    *otp_step = second_factor(call, key, facts, now).map_err(burn)?;
    let after_nonce = |denial| (NonceUse::Judge(nonce), denial);
    rules::permission(call.call().action, key, facts.orders).map_err(after_nonce)?;
    *dates = rules::within_range(call.call().dates, key).map_err(after_nonce)?;
    Ok(())
}

fn rate(facts: &Facts) -> Result<(), Denial> {
    if facts.rate_exceeded { Err(Denial::bare(Reason::RateLimited)) } else { Ok(()) }
}

fn second_factor(
    call: &VerifiedCall<'_>,
    key: &KeySnapshot,
    facts: &Facts,
    now: Timestamp,
) -> Result<Option<u64>, Denial> {
    match (key.second_factor(), call.call().otp) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Denial::bare(Reason::SecondFactorUnexpected)),
        (Some(_), _) if facts.second_factor_locked => Err(Denial::bare(Reason::LockedOut)),
        (Some(_), None) => Err(Denial::bare(Reason::SecondFactorMissing)),
        (Some(factor), Some(given)) => match factor.check(given, now) {
            OtpVerdict::Right(step) => Ok(step),
            OtpVerdict::Wrong => Err(Denial::bare(Reason::SecondFactorWrong)),
        },
    }
}

fn draft(call: &VerifiedCall<'_>, key: &KeySnapshot, otp_step: Option<u64>) -> EntryDraft {
    EntryDraft {
        account: key.account,
        actor: Actor::Key(key.id),
        action: call.call().action,
        target: Target::Account,
        revision: key.revision,
        source: Some(call.call().source),
        client: call.call().client,
        outcome: Outcome::Allowed,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step,
        digest: *call.digest(),
    }
}

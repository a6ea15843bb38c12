//! A verified call is settled: revision, deadline, time step, nonce, entry.

use super::Group;
use crate::memory::image::Key;
use claviger_core::entry::{EntryDraft, Outcome};
use claviger_core::reason::{Denial, Detail, Reason};
use claviger_core::store::{Claim, NonceUse, Settled};

impl Group<'_> {
    pub(super) fn claim(&mut self, claim: &Claim) -> Settled {
        let time = self.time();
        let Some(key) = self.image.keys.get_mut(claim.key) else { return Settled::Stale };
        if key.row.record.revision != claim.revision {
            return Settled::Stale;
        }
        if time >= claim.deadline {
            return Settled::PastDeadline;
        }
        let draft = burn(key, claim);
        let denial = (draft.outcome == Outcome::Refused)
            .then(|| Denial { reason: draft.reason, detail: draft.detail.clone() });
        let place = self.append(draft);
        denial.map_or(Settled::Accepted(place), |denial| Settled::Refused(place, denial))
    }
}

/// Judges and burns time step and nonce; gives the entry as it is to be written. A reused step
/// ranks before the nonce, as second factors do in a decision.
fn burn(key: &mut Key, claim: &Claim) -> EntryDraft {
    let mut draft = claim.draft.clone();
    let refused_before = draft.outcome == Outcome::Refused;
    let reused = draft.otp_step.is_some_and(|step| key.otp_step.is_some_and(|last| step <= last));
    let window = key.row.record.restrictions.nonce_window;
    let needed = key.nonces.needed();
    let (given, judged) = match claim.nonce {
        NonceUse::Judge(nonce) => (Some(nonce), true),
        NonceUse::BurnIfAcceptable(nonce) => (Some(nonce), false),
        NonceUse::Spare => (None, false),
    };
    draft.nonce = given.filter(|nonce| key.nonces.burn(*nonce, window));
    if reused {
        draft.otp_step = None;
        draft.refuse(Denial::bare(Reason::SecondFactorReused));
        return draft;
    }
    if let Some(given) = given.filter(|_| judged && draft.nonce.is_none()) {
        draft.refuse(Denial { reason: Reason::InvalidNonce, detail: Detail::Nonce { given, needed } });
    }
    let burns_step = draft.nonce.is_some() || refused_before;
    draft.otp_step = draft.otp_step.filter(|_| burns_step);
    key.otp_step = draft.otp_step.or(key.otp_step);
    draft
}

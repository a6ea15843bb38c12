//! One claim against what the lane knows of its key.

use super::hot::HotCell;
use claviger_core::entry::{EntryDraft, Outcome};
use claviger_core::reason::{Denial, Detail, Reason};
use claviger_core::store::{Claim, NonceUse};

/// Judges second factor and nonce, burns what is to be burnt, and gives the entry as it is to be
/// written. Revision and deadline are judged already.
pub(crate) fn settle(cell: &mut HotCell, claim: &Claim) -> EntryDraft {
    let mut draft = EntryDraft { nonce: None, ..claim.draft.clone() };
    let step = draft.otp_step.take();
    if step.is_some_and(|step| !cell.step_is_new(step)) {
        draft.refuse(Denial::bare(Reason::SecondFactorReused));
        if let NonceUse::Judge(nonce) | NonceUse::BurnIfAcceptable(nonce) = claim.nonce {
            draft.nonce = burn(cell, nonce);
        }
        return draft;
    }
    let refuses = draft.outcome == Outcome::Refused;
    match claim.nonce {
        NonceUse::Judge(nonce) => {
            draft.nonce = burn(cell, nonce);
            if draft.nonce.is_none() {
                let needed = cell.with_nonces(|state, _| state.needed());
                let detail = Detail::Nonce { given: nonce, needed };
                draft.refuse(Denial { reason: Reason::InvalidNonce, detail });
            }
        }
        NonceUse::BurnIfAcceptable(nonce) => draft.nonce = burn(cell, nonce),
        NonceUse::Spare => {}
    }
    if let Some(step) = step.filter(|_| refuses || draft.nonce.is_some()) {
        cell.burn_step(step);
        draft.otp_step = Some(step);
    }
    draft
}

fn burn(cell: &mut HotCell, nonce: u64) -> Option<u64> {
    cell.with_nonces(|state, window| state.burn(nonce, window)).then_some(nonce)
}

//! The dead man's switch of an account: every open order is cancelled at an instant, unless it is put off before.

use super::{CloseReason, cancel};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    error::Field,
    event::{Event, Reply},
    micros::Micros,
};

/// Longest time a switch is set for, in seconds: the exchange asks for less than a day.
pub const LONGEST_SWITCH_SECS: i64 = 86_399;

/// Sets the switch so many seconds ahead, putting off one that is set; `0` disarms it. As on the exchange both instants
/// are whole seconds, rounded up, so the switch goes off exactly when the answer says.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, secs: i64) -> Result<Reply, VenueError> {
    if !(0..=LONGEST_SWITCH_SECS).contains(&secs) {
        return Err(VenueError::InvalidArgument(Field::Timeout));
    }
    let set = draft.account(account)?.cancel_at;
    let now = Micros::from_secs(draft.at.plus(Micros(999_999)).secs());
    let cancel_at = (secs > 0).then(|| now.plus(Micros::from_secs(secs)));
    if set != cancel_at {
        draft.events.push(Event::SwitchSet { at: draft.at, account, cancel_at });
    }
    Ok(Reply::SwitchSet { now, cancel_at })
}

/// The switch goes off at the draft's instant: it is disarmed, and every open order ends.
pub(crate) fn fire(draft: &mut Draft<'_>, account: AccountNo) -> Result<(), VenueError> {
    draft.events.push(Event::SwitchFired { at: draft.at, account });
    for order in draft.account(account)?.open_orders() {
        cancel::close(draft, account, order, CloseReason::CancelAfter)?;
    }
    Ok(())
}

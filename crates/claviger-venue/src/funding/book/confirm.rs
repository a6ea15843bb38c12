//! A member confirms a saved withdrawal address.

use super::by_id;
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ids::AddressId,
};

/// Confirms a saved address. One that is verified already stays so; the act is recorded again.
/// Names are what keys withdraw by: one that was renamed since the member looked is not confirmed.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    id: AddressId,
    seen: Option<&str>,
) -> Result<Reply, VenueError> {
    let saved = by_id(draft.venue, draft.account(account)?, id)?;
    if seen.is_some_and(|seen| *seen != *saved.key) {
        return Err(VenueError::UnknownWithdrawKey);
    }
    draft.events.push(Event::AddressConfirmed { at: draft.at, account, id });
    Ok(Reply::AddressChanged { verified: true })
}

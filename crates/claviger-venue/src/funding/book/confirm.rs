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
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, id: AddressId) -> Result<Reply, VenueError> {
    by_id(draft.venue, draft.account(account)?, id)?;
    draft.events.push(Event::AddressConfirmed { at: draft.at, account, id });
    Ok(Reply::AddressChanged { verified: true })
}

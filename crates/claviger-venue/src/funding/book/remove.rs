//! A saved withdrawal address is removed.

use super::by_id;
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ids::AddressId,
};

/// Removes a saved address. Withdrawals that began keep the address they were given.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, id: AddressId) -> Result<Reply, VenueError> {
    by_id(draft.venue, draft.account(account)?, id)?;
    draft.events.push(Event::AddressRemoved { at: draft.at, account, id });
    Ok(Reply::AddressRemoved)
}

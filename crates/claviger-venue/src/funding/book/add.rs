//! A withdrawal address is saved.

use super::{MOST_SAVED, NewAddress, Origin, check_free};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ids::AddressId,
};

/// Saves a withdrawal address; one made by a key is not verified unless the account trusts it.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, new: &NewAddress) -> Result<Reply, VenueError> {
    let records = draft.account(account)?;
    let verified = new.origin == Origin::Member || records.trust_new_addresses;
    let number = draft.address_number();
    let address = new.check(number, verified, draft.at)?;
    if records.addresses.len() >= MOST_SAVED {
        return Err(VenueError::TooManyAddresses);
    }
    check_free(records, &address)?;
    let kept = Box::new(address.clone());
    draft.events.push(Event::AddressAdded { at: draft.at, account, address });
    Ok(Reply::AddressAdded { id: AddressId::from_seq(draft.venue.ids, number), address: kept })
}

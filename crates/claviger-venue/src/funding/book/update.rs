//! A saved withdrawal address gets another name or description.

use super::{Address, by_id, check_description, check_free, check_key};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ids::AddressId,
};

/// What is to change; what is absent stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateAddress {
    /// The address.
    pub id: AddressId,
    /// Its name from now on.
    pub key: Option<String>,
    /// Its description from now on.
    pub description: Option<String>,
}

/// Renames or describes a saved address.
///
/// A withdrawal picks its address by name, so a new name is as good as a new address: whoever may
/// only rename could otherwise put one confirmed address in the place of another. It has to be
/// confirmed again, unless the account trusts new addresses.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    update: &UpdateAddress,
) -> Result<Reply, VenueError> {
    let records = draft.account(account)?;
    let saved = by_id(draft.venue, records, update.id)?;
    let key = update.key.as_deref().unwrap_or(&saved.key);
    let description = update.description.as_deref().unwrap_or(&saved.description);
    check_key(key)?;
    check_description(description)?;
    let verified = saved.verified && (*key == *saved.key || records.trust_new_addresses);
    let changed = Address { key: key.into(), ..saved.clone() };
    check_free(records, &changed)?;
    let (key, description) = (changed.key, description.into());
    draft.events.push(Event::AddressUpdated {
        at: draft.at,
        account,
        id: update.id,
        key,
        description,
        verified,
    });
    Ok(Reply::AddressChanged { verified })
}

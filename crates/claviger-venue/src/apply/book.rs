//! Events of the address book.

use std::collections::BTreeMap;

use super::{ApplyError, sequence};
use crate::{
    account::{Account, AccountNo},
    funding::Address,
    ids::AddressId,
    venue::{Counters, Venue},
};

/// Gives an address its number: the one it carries if that is the next one, or, in records of
/// releases that gave none, the next one.
pub(crate) fn number(next: &mut Counters, address: &mut Address) -> Result<(), ApplyError> {
    if address.number == 0 {
        address.number = next.address.checked_add(1).ok_or(ApplyError::Sequence)?;
    }
    sequence(&mut next.address, address.number - 1)
}

/// Gives every address of an older snapshot its number, in the order in which they were saved: the
/// order in which the journal would have numbered them.
pub(crate) fn number_all(
    next: &mut Counters,
    accounts: &mut BTreeMap<AccountNo, Account>,
) -> Result<(), ApplyError> {
    let mut bare: Vec<_> = accounts.values_mut().flat_map(|records| &mut records.addresses).collect();
    bare.retain(|address| address.number == 0);
    bare.sort_by_key(|address| address.added_at);
    bare.into_iter().try_for_each(|address| number(next, address))
}

impl Venue {
    pub(super) fn apply_address_added(
        &mut self,
        account: AccountNo,
        address: &Address,
    ) -> Result<(), ApplyError> {
        let mut address = address.clone();
        number(&mut self.state.next, &mut address)?;
        self.account_mut(account)?.addresses.push(address);
        Ok(())
    }

    pub(super) fn apply_addresses_opened(
        &mut self,
        account: AccountNo,
        addresses: &[Address],
    ) -> Result<(), ApplyError> {
        addresses.iter().try_for_each(|address| self.apply_address_added(account, address))
    }

    pub(super) fn apply_address(
        &mut self,
        account: AccountNo,
        id: AddressId,
        change: impl FnOnce(&mut Address),
    ) -> Result<(), ApplyError> {
        let number = id.seq(self.ids);
        let addresses = &mut self.account_mut(account)?.addresses;
        let found = addresses.iter_mut().find(|known| known.number == number).ok_or(ApplyError::Funding)?;
        change(found);
        Ok(())
    }

    pub(super) fn apply_address_updated(
        &mut self,
        account: AccountNo,
        id: AddressId,
        (key, description): (&str, &str),
        verified: bool,
    ) -> Result<(), ApplyError> {
        self.apply_address(account, id, |saved| {
            (saved.key, saved.description) = (key.into(), description.into());
            saved.verified = verified;
        })
    }

    pub(super) fn apply_trust(&mut self, account: AccountNo, trust: bool) -> Result<(), ApplyError> {
        self.account_mut(account)?.trust_new_addresses = trust;
        Ok(())
    }

    pub(super) fn apply_address_removed(
        &mut self,
        account: AccountNo,
        id: AddressId,
    ) -> Result<(), ApplyError> {
        let number = id.seq(self.ids);
        let addresses = &mut self.account_mut(account)?.addresses;
        let place = addresses.iter().position(|known| known.number == number).ok_or(ApplyError::Funding)?;
        addresses.remove(place);
        Ok(())
    }
}

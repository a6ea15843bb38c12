//! Deposits, withdrawals and addresses of an account.

use rust_decimal::Decimal;

use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    funding::{self, Address, Deposit, DepositAddress, WithdrawInfo, Withdrawal},
    ids::{AddressId, FundingId},
    venue::Venue,
};

impl Venue {
    /// A deposit of an account.
    #[must_use]
    pub fn deposit(&self, account: AccountNo, id: FundingId) -> Option<&Deposit> {
        let deposits = &self.records(account)?.deposits;
        let place = deposits.binary_search_by_key(&id.seq(self.ids), |known| known.id.seq(self.ids)).ok()?;
        deposits.get(place)
    }

    /// Deposits of an account, newest first.
    pub fn deposits(&self, account: AccountNo) -> impl Iterator<Item = &Deposit> + '_ {
        self.records(account).into_iter().flat_map(|records| records.deposits.iter().rev())
    }

    /// Addresses to deposit an asset to, oldest first; none for an account never opened.
    #[must_use]
    pub fn deposit_addresses(&self, account: AccountNo, asset: Asset) -> Vec<DepositAddress> {
        let count = self.records(account).map_or(0, |records| records.deposit_address_count(asset));
        funding::deposit_addresses(self.seed(), account, asset, count)
    }

    /// A withdrawal of an account.
    #[must_use]
    pub fn withdrawal(&self, account: AccountNo, id: FundingId) -> Option<&Withdrawal> {
        let withdrawals = &self.records(account)?.withdrawals;
        let place =
            withdrawals.binary_search_by_key(&id.seq(self.ids), |known| known.id.seq(self.ids)).ok()?;
        withdrawals.get(place)
    }

    /// Withdrawals of an account, newest first.
    pub fn withdrawals(&self, account: AccountNo) -> impl Iterator<Item = &Withdrawal> + '_ {
        self.records(account).into_iter().flat_map(|records| records.withdrawals.iter().rev())
    }

    /// Those of the withdrawals that began before another one; all of them without one.
    pub fn withdrawals_before(
        &self,
        account: AccountNo,
        before: Option<FundingId>,
    ) -> impl Iterator<Item = &Withdrawal> + '_ {
        let before = before.map(|id| id.seq(self.ids));
        let is_later = move |one: &&Withdrawal| before.is_some_and(|before| one.id.seq(self.ids) >= before);
        self.withdrawals(account).skip_while(is_later)
    }

    /// Saved withdrawal addresses, oldest first.
    pub fn addresses(&self, account: AccountNo) -> impl Iterator<Item = &Address> + '_ {
        self.records(account).into_iter().flat_map(|records| &records.addresses)
    }

    /// The id of a saved address.
    #[must_use]
    pub const fn address_id(&self, address: &Address) -> AddressId {
        AddressId::from_seq(self.ids, address.number)
    }

    /// The saved withdrawal address of an id.
    #[must_use]
    pub fn address(&self, account: AccountNo, id: AddressId) -> Option<&Address> {
        funding::address_by_id(self, self.records(account)?, id).ok()
    }

    /// Whether addresses that keys save may be withdrawn to only once a member has confirmed them.
    #[must_use]
    pub fn verifies_new_addresses(&self, account: AccountNo) -> bool {
        !self.records(account).is_some_and(|records| records.trust_new_addresses)
    }

    /// What a withdrawal of `amount` (fee included) to the saved address `key` would come to.
    ///
    /// # Errors
    /// [`VenueError::UnknownWithdrawKey`], [`VenueError::UnconfirmedAddress`] and [`VenueError::InvalidAmount`].
    pub fn withdraw_info(
        &self,
        account: AccountNo,
        asset: Asset,
        key: &str,
        amount: Decimal,
    ) -> Result<WithdrawInfo, VenueError> {
        funding::withdraw_info(self, account, asset, key, amount)
    }
}

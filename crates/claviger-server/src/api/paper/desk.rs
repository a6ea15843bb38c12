//! What the API needs of the paper exchange. Implemented by the wiring, which owns the exchange.

use super::TradeDesk;
use claviger::ChangeError;
use claviger::core::id::AccountId;
use claviger::core::store::{Conflict, Mutation};
use claviger::manage::ManageError;
use claviger_venue::{
    AccountNo, Address, AddressId, Asset, Command, FundingId, NewAddress, Venue, VenueError,
};
use rust_decimal::Decimal;
use std::pin::Pin;

/// A future in a box.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why the desk did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The exchange refused; nothing was written.
    #[error(transparent)]
    Refused(#[from] VenueError),
    /// The store did not settle it.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

/// For an act that the exchange has nothing to refuse of.
impl From<PaperError> for ManageError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Refused(error) => {
                tracing::error!(%error, "the paper exchange refused what it never refuses");
                ManageError::Internal
            }
            PaperError::Change(ChangeError::Conflict(Conflict::CallerGone)) => ManageError::CallerGone,
            PaperError::Change(ChangeError::Conflict(Conflict::Repeated)) => ManageError::Repeated,
            PaperError::Change(ChangeError::Conflict(_)) => ManageError::Changed,
            PaperError::Change(ChangeError::Unavailable) => ManageError::Unavailable,
        }
    }
}

/// Makes the change of a deposit, once its reference is known.
pub type OfDeposit = Box<dyn FnOnce(Option<FundingId>) -> Mutation + Send>;

/// A saved withdrawal address with its id.
pub type SavedAddress = (AddressId, Address);

/// Makes the change of an address that is saved, once it is known.
pub type OfAddress = Box<dyn FnOnce(Option<SavedAddress>) -> Mutation + Send>;

/// A change of the address book by a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookChange {
    /// An address may be withdrawn to, under the name it was seen by.
    Confirm(AddressId, Box<str>),
    /// An address is removed.
    Remove(AddressId),
    /// Whether addresses that keys save wait for a member is decided.
    VerifyNew(bool),
}

impl From<BookChange> for Command {
    fn from(change: BookChange) -> Self {
        match change {
            BookChange::Confirm(id, seen) => Command::ConfirmAddress { id, key: Some(seen) },
            BookChange::Remove(id) => Command::RemoveAddress { id },
            BookChange::VerifyNew(verify) => Command::TrustNewAddresses { trust: !verify },
        }
    }
}

/// The address book of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Saved withdrawal addresses, oldest first.
    pub addresses: Vec<SavedAddress>,
    /// Whether addresses that keys save wait for a member.
    pub verify_new: bool,
}

impl Book {
    /// The book as the exchange has it.
    #[must_use]
    pub fn of(venue: &Venue, account: AccountNo) -> Self {
        let addresses = venue.addresses(account).map(|saved| (venue.address_id(saved), saved.clone()));
        Book { addresses: addresses.collect(), verify_new: venue.verifies_new_addresses(account) }
    }
}

/// The paper exchange as administrators reach it. Whoever asks was authorised before.
///
/// Each mutation is planned, then committed with its journal record and its entry in **one**
/// transaction, by filling in the journal of the mutation given, and applied only when that is durable.
pub trait PaperDesk: TradeDesk {
    /// Commits the opening of an account (`Change::CreateAccount`, with an empty journal) together
    /// with the opening of its paper account, by filling in the journal.
    fn open_account(&self, mutation: Mutation) -> Boxed<'_, Result<(), ChangeError>>;

    /// Deposits paper funds; `amount` is positive and in units of the asset.
    fn deposit(
        &self,
        account: AccountId,
        asset: Asset,
        amount: Decimal,
        mutation: OfDeposit,
    ) -> Boxed<'_, Result<FundingId, PaperError>>;

    /// Saves a withdrawal address.
    fn add_address(
        &self,
        account: AccountId,
        address: NewAddress,
        mutation: OfAddress,
    ) -> Boxed<'_, Result<SavedAddress, PaperError>>;

    /// Changes the address book.
    fn change_book(
        &self,
        account: AccountId,
        change: BookChange,
        mutation: Mutation,
    ) -> Boxed<'_, Result<(), PaperError>>;

    /// The address book; an empty one if the account has no paper account.
    fn book(&self, account: AccountId) -> Boxed<'_, Result<Book, PaperError>>;
}

//! What the API needs of the paper exchange. Implemented by the wiring, which owns the exchange.

use claviger::ChangeError;
use claviger::core::id::AccountId;
use claviger::core::store::Mutation;
use claviger_venue::{Address, Asset, FundingId, NewAddress, VenueError};
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

/// Makes the change of a deposit, once its reference is known.
pub type OfDeposit = Box<dyn FnOnce(Option<FundingId>) -> Mutation + Send>;

/// The paper exchange as administrators reach it. Whoever asks was authorised before.
///
/// Each mutation is planned, then committed with its journal record and its entry in **one**
/// transaction, by filling in the journal of the mutation given, and applied only when that is durable.
pub trait PaperDesk: Send + Sync {
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
        mutation: Mutation,
    ) -> Boxed<'_, Result<(), PaperError>>;

    /// The saved withdrawal addresses, oldest first; none if the account has no paper account.
    fn list_addresses(&self, account: AccountId) -> Boxed<'_, Result<Vec<Address>, PaperError>>;
}

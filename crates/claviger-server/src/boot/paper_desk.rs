//! The paper exchange as administrators reach it.

use crate::api::paper::{Book, BookChange, Boxed, OfAddress, OfDeposit, PaperDesk, PaperError, SavedAddress};
use claviger::{Authority, ChangeError};
use claviger_core::id::AccountId;
use claviger_core::store::Mutation;
use claviger_kraken::Paper;
use claviger_kraken::paper::{Opening, PaperError as Refused, account_no};
use claviger_venue::{Asset, Command, FundingId, Micros, NewAddress, Venue};
use rust_decimal::Decimal;
use std::sync::Arc;
use std::time::Duration;

/// How often, and how many times, an exchange that is being read again is asked.
const AGAIN: Duration = Duration::from_millis(100);
const TIMES: usize = 20;

/// The exchange, and what a new account gets.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) authority: Arc<Authority>,
    pub(super) paper: Arc<Paper>,
    pub(super) initial_funding: bool,
}

impl Desk {
    /// Commits the opening of an account together with its paper account.
    pub(super) async fn open(&self, mutation: Mutation) -> Result<(), ChangeError> {
        let opening = if self.initial_funding {
            Opening::default()
        } else {
            Opening { funding: Vec::new(), addresses: Vec::new() }
        };
        let commit = |mutation| self.authority.commit_change(mutation);
        self.paper.open_account(mutation, opening, self.authority.now(), commit).await
    }

    /// The present, as the exchange counts it.
    pub(super) fn micros(&self) -> Micros {
        Micros(self.authority.now().micros())
    }

    /// How a journal record gets its entry.
    pub(super) fn journal(
        &self,
        mutation: Mutation,
    ) -> impl FnOnce(Vec<u8>) -> Boxed<'static, Result<(), ChangeError>> {
        let authority = self.authority.clone();
        move |record| {
            let committed = authority.commit_change(Mutation { journal: record, ..mutation });
            Box::pin(async { committed.await.map(drop) })
        }
    }

    /// Looks at the exchange, waiting for one that is being read again.
    pub(super) async fn look<T>(&self, look: impl Fn(&Venue) -> T) -> Result<T, PaperError> {
        for _ in 0..TIMES {
            match self.paper.read(&look).await {
                Ok(seen) => return Ok(seen),
                Err(_) => tokio::time::sleep(AGAIN).await,
            }
        }
        tracing::warn!("the paper exchange is still being read again; a request could not look at it");
        Err(PaperError::Change(ChangeError::Unavailable))
    }

    /// Makes a change that answers nothing.
    pub(super) async fn change(
        &self,
        account: AccountId,
        command: Command,
        mutation: Mutation,
    ) -> Result<(), PaperError> {
        let commit = self.journal(mutation);
        self.paper.change(account, &command, self.authority.now(), commit).await.map(drop).map_err(told)
    }
}

impl PaperDesk for Desk {
    fn open_account(&self, mutation: Mutation) -> Boxed<'_, Result<(), ChangeError>> {
        Box::pin(self.open(mutation))
    }

    fn deposit(
        &self,
        account: AccountId,
        asset: Asset,
        amount: Decimal,
        mutation: OfDeposit,
    ) -> Boxed<'_, Result<FundingId, PaperError>> {
        let commit = |record, id| self.journal(mutation(id))(record);
        let done = async move {
            let now = self.authority.now();
            self.paper.deposit(account, (asset, amount), now, commit).await.map_err(told)
        };
        Box::pin(done)
    }

    fn add_address(
        &self,
        account: AccountId,
        address: NewAddress,
        mutation: OfAddress,
    ) -> Boxed<'_, Result<SavedAddress, PaperError>> {
        let commit = |record, saved| self.journal(mutation(saved))(record);
        let done = async move {
            let now = self.authority.now();
            self.paper.add_address(account, address, now, commit).await.map_err(told)
        };
        Box::pin(done)
    }

    fn change_book(
        &self,
        account: AccountId,
        change: BookChange,
        mutation: Mutation,
    ) -> Boxed<'_, Result<(), PaperError>> {
        Box::pin(self.change(account, change.into(), mutation))
    }

    fn book(&self, account: AccountId) -> Boxed<'_, Result<Book, PaperError>> {
        Box::pin(self.look(move |venue| Book::of(venue, account_no(account))))
    }
}

pub(super) fn told(error: Refused) -> PaperError {
    match error {
        Refused::Refused(error) => PaperError::Refused(error),
        Refused::Change(error) => PaperError::Change(error),
        Refused::Unavailable(_) => PaperError::Change(ChangeError::Unavailable),
    }
}

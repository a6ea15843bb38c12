//! Changes by administrators: an account opened, paper deposited, a withdrawal address saved, an alert made.

use super::{Paper, Stuck, Unavailable, account_no, micros, record};
use claviger::ChangeError;
use claviger_core::id::AccountId;
use claviger_core::store::{Change, Mutation};
use claviger_core::time::Timestamp;
use claviger_venue::{
    Address, AddressId, Alert, Asset, Command, FundingId, NewAddress, NewAlert, Outcome, Reply, VenueError,
    default_addresses, default_funding,
};
use rust_decimal::Decimal;

/// Why a change was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The exchange refused it.
    #[error("the paper exchange refused it")]
    Refused(#[from] VenueError),
    /// Its transaction was refused, or nobody knows.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The exchange is being read again.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// What an account begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Deposits credited at once, at most one per asset.
    pub funding: Vec<(Asset, Decimal)>,
    /// Withdrawal addresses saved at once.
    pub addresses: Vec<NewAddress>,
}

/// The venue's own idea of a fair purse and address book.
impl Default for Opening {
    fn default() -> Self {
        Opening { funding: default_funding(), addresses: default_addresses() }
    }
}

impl Paper {
    /// Opens the venue's account in the transaction that creates the account on record: `mutation`
    /// gets the venue's record as its journal and is handed to `commit`. A mutation that creates
    /// no account is committed as it is.
    ///
    /// # Errors
    /// [`ChangeError`]; *unavailable* also if the exchange is being read again or refuses the
    /// opening.
    pub async fn open_account<T, F>(
        &self,
        mutation: Mutation,
        opening: Opening,
        now: Timestamp,
        commit: impl FnOnce(Mutation) -> F,
    ) -> Result<(), ChangeError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        let Change::CreateAccount { record, .. } = &mutation.change else {
            return commit(mutation).await.map(drop);
        };
        let account = record.id;
        let command = Command::OpenAccount { funding: opening.funding, addresses: opening.addresses };
        let commit = |journal| commit(Mutation { journal, ..mutation });
        match self.change(account, &command, now, commit).await {
            Ok(_) => Ok(()),
            Err(PaperError::Change(error)) => Err(error),
            Err(PaperError::Refused(error)) => {
                tracing::error!(%error, %account, "the paper exchange did not open an account");
                Err(ChangeError::Unavailable)
            }
            Err(PaperError::Unavailable(_)) => Err(ChangeError::Unavailable),
        }
    }

    /// Begins a deposit; it is credited a few seconds later. `commit` is told its reference, too.
    ///
    /// # Errors
    /// [`PaperError`].
    pub async fn deposit<T, F>(
        &self,
        account: AccountId,
        (asset, amount): (Asset, Decimal),
        now: Timestamp,
        commit: impl FnOnce(Vec<u8>, Option<FundingId>) -> F,
    ) -> Result<FundingId, PaperError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        let commit = |journal, reply: &Reply| commit(journal, deposited(reply));
        let reply = self.change_knowing(account, &Command::Deposit { asset, amount }, now, commit).await?;
        // A deposit answers with nothing else; without its id nobody could follow it.
        deposited(&reply).ok_or(PaperError::Change(ChangeError::Unavailable))
    }

    /// Saves a withdrawal address, and gives it with its id. `commit` is told both, too.
    ///
    /// # Errors
    /// [`PaperError`].
    pub async fn add_address<T, F>(
        &self,
        account: AccountId,
        address: NewAddress,
        now: Timestamp,
        commit: impl FnOnce(Vec<u8>, Option<(AddressId, Address)>) -> F,
    ) -> Result<(AddressId, Address), PaperError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        let commit = |journal, reply: &Reply| commit(journal, saved(reply));
        let reply = self.change_knowing(account, &Command::AddAddress(address), now, commit).await?;
        // As for a deposit.
        saved(&reply).ok_or(PaperError::Change(ChangeError::Unavailable))
    }

    /// Makes a price alert, and gives it with whether its condition holds already. `commit` is told
    /// both, too.
    ///
    /// # Errors
    /// [`PaperError`].
    pub async fn create_alert<T, F>(
        &self,
        account: AccountId,
        new: NewAlert,
        now: Timestamp,
        commit: impl FnOnce(Vec<u8>, Option<(Alert, bool)>) -> F,
    ) -> Result<(Alert, bool), PaperError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        let commit = |journal, reply: &Reply| commit(journal, made(reply));
        let reply = self.change_knowing(account, &Command::CreateAlert(new), now, commit).await?;
        // As for a deposit.
        made(&reply).ok_or(PaperError::Change(ChangeError::Unavailable))
    }

    /// Makes one change: planned, handed to `commit` as the record to be written in the same
    /// transaction as the change's entry, and applied once that is durable. Meanwhile calls wait.
    ///
    /// # Errors
    /// [`PaperError`]; after *unavailable* nobody knows, and the state is read again.
    pub async fn change<T, F>(
        &self,
        account: AccountId,
        command: &Command,
        now: Timestamp,
        commit: impl FnOnce(Vec<u8>) -> F,
    ) -> Result<Reply, PaperError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        self.change_knowing(account, command, now, |journal, _| commit(journal)).await
    }

    /// The same, where `commit` is told what the exchange will answer.
    pub(super) async fn change_knowing<T, F>(
        &self,
        account: AccountId,
        command: &Command,
        now: Timestamp,
        commit: impl FnOnce(Vec<u8>, &Reply) -> F,
    ) -> Result<Reply, PaperError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        let _alone = self.alone().await?;
        self.let_happen(now).await.map_err(|stuck| match stuck {
            Stuck::Due(error) => PaperError::Refused(error),
            Stuck::Stale => PaperError::Unavailable(Unavailable),
        })?;
        let planned = self.plan(account, command, now)?;
        let journal = record(&planned.events).map_err(|_| Unavailable)?;
        // From the moment the record may be durable until its fate is known, a caller that goes
        // away must not leave the state behind the journal.
        let doubt = Doubt { paper: self, open: true };
        match commit(journal, &planned.reply).await {
            Ok(_) => self.apply(&planned)?,
            Err(ChangeError::Conflict(conflict)) => {
                doubt.resolve();
                return Err(ChangeError::Conflict(conflict).into());
            }
            Err(error) => return Err(error.into()),
        }
        doubt.resolve();
        Ok(planned.reply)
    }

    fn plan(&self, account: AccountId, command: &Command, now: Timestamp) -> Result<Outcome, PaperError> {
        let state = self.fresh()?;
        Ok(state.venue.plan(account_no(account), command, micros(now), micros(Timestamp::MAX))?)
    }

    /// Applies what is durable already. If the state went stale meanwhile, reading the journal
    /// will bring it.
    fn apply(&self, planned: &Outcome) -> Result<(), PaperError> {
        let mut state = self.state.lock();
        state.tail.settle(&self.bell);
        if state.tail.is_stale() {
            return Ok(());
        }
        state.records += 1;
        state.apply(&planned.events).map_err(|_| PaperError::Unavailable(Unavailable))
    }
}

const fn deposited(reply: &Reply) -> Option<FundingId> {
    match reply {
        Reply::Deposited { id } => Some(*id),
        _ => None,
    }
}

fn saved(reply: &Reply) -> Option<(AddressId, Address)> {
    match reply {
        Reply::AddressAdded { id, address } => Some((*id, (**address).clone())),
        _ => None,
    }
}

fn made(reply: &Reply) -> Option<(Alert, bool)> {
    match reply {
        Reply::AlertCreated { alert, holds } => Some(((**alert).clone(), *holds)),
        _ => None,
    }
}

/// A change whose record may or may not be durable. Dropped unresolved, the state is stale.
struct Doubt<'a> {
    paper: &'a Paper,
    open: bool,
}

impl Doubt<'_> {
    fn resolve(mut self) {
        self.open = false;
    }
}

impl Drop for Doubt<'_> {
    fn drop(&mut self) {
        if self.open {
            self.paper.state.lock().tail.lose();
        }
    }
}

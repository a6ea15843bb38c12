//! A paper exchange and a master key that live in memory.

use claviger::core::id::AccountId;
use claviger::core::store::{Change, Mutation};
use claviger::manage::Caller;
use claviger::manage::master_key::{RotatedMasterKey, rotate};
use claviger::{Authority, ChangeError, OsEntropy};
use claviger_seal::MasterKey;
use claviger_server::api::alerts::{AlertChange, AlertDesk, FiredFilter, OfAlert, SeenAlert};
use claviger_server::api::master_key::{MasterKeyDesk, MasterKeyError};
use claviger_server::api::paper::{
    Book, BookChange, Boxed, OfAddress, OfDeposit, PaperDesk, PaperError, SavedAddress,
};
use claviger_venue::{
    AccountNo, AlertId, Asset, Command, Firing, FundingId, Market, Micros, NewAddress, NewAlert, Pair, Reply,
    Venue, VenueConfig, encode_events,
};
use rust_decimal::Decimal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tokio::sync::Mutex;

pub(crate) struct Paper {
    authority: Arc<Authority>,
    venue: Mutex<Venue>,
    /// Whether the exchange is being read again, and cannot be asked.
    pub(crate) rereading: AtomicBool,
}

impl Paper {
    pub(crate) fn new(authority: Arc<Authority>) -> Self {
        let venue = Mutex::new(Venue::new(VenueConfig::new(1, Micros(0))));
        Paper { authority, venue, rereading: AtomicBool::new(false) }
    }

    /// What a call of a key would do, without its entries.
    pub(crate) async fn of_a_key(&self, account: &str, command: Command) -> Reply {
        let account: AccountId = account.parse().unwrap();
        let mut venue = self.venue.lock().await;
        let now = venue.clock();
        venue.execute(AccountNo(account.as_u64()), &command, now, now).unwrap().reply
    }

    /// Plans, commits with the entry, applies: in that order.
    async fn run(
        &self,
        account: AccountId,
        command: Command,
        mutation: impl FnOnce(Vec<u8>, &Reply) -> Mutation + Send,
    ) -> Result<Reply, PaperError> {
        let mut venue = self.venue.lock().await;
        let now = venue.clock();
        let outcome = venue.plan(AccountNo(account.as_u64()), &command, now, now)?;
        let journal = encode_events(&outcome.events).unwrap();
        self.authority.commit_change(mutation(journal, &outcome.reply)).await?;
        venue.apply_all(&outcome.events).unwrap();
        Ok(outcome.reply)
    }
}

fn alone(mutation: Mutation) -> impl FnOnce(Vec<u8>, &Reply) -> Mutation + Send {
    move |journal, _| Mutation { journal, ..mutation }
}

impl PaperDesk for Paper {
    fn open_account(&self, mutation: Mutation) -> Boxed<'_, Result<(), ChangeError>> {
        let Change::CreateAccount { record, .. } = &mutation.change else { panic!("not an account") };
        let account = record.id;
        let command = Command::OpenAccount { funding: Vec::new(), addresses: Vec::new() };
        Box::pin(async move {
            match self.run(account, command, |journal, _| Mutation { journal, ..mutation }).await {
                Ok(_) => Ok(()),
                Err(PaperError::Change(error)) => Err(error),
                Err(PaperError::Refused(error)) => panic!("{error}"),
            }
        })
    }

    fn deposit(
        &self,
        account: AccountId,
        asset: Asset,
        amount: Decimal,
        mutation: OfDeposit,
    ) -> Boxed<'_, Result<FundingId, PaperError>> {
        Box::pin(async move {
            let id = |reply: &Reply| match reply {
                Reply::Deposited { id } => *id,
                other => panic!("{other:?}"),
            };
            let made = |journal, reply: &Reply| Mutation { journal, ..mutation(Some(id(reply))) };
            self.run(account, Command::Deposit { asset, amount }, made).await.map(|reply| id(&reply))
        })
    }

    fn add_address(
        &self,
        account: AccountId,
        address: NewAddress,
        mutation: OfAddress,
    ) -> Boxed<'_, Result<SavedAddress, PaperError>> {
        Box::pin(async move {
            let saved = |reply: &Reply| match reply {
                Reply::AddressAdded { id, address } => (*id, (**address).clone()),
                other => panic!("{other:?}"),
            };
            let made = |journal, reply: &Reply| Mutation { journal, ..mutation(Some(saved(reply))) };
            self.run(account, Command::AddAddress(address), made).await.map(|reply| saved(&reply))
        })
    }

    fn change_book(
        &self,
        account: AccountId,
        change: BookChange,
        mutation: Mutation,
    ) -> Boxed<'_, Result<(), PaperError>> {
        Box::pin(async move { self.run(account, change.into(), alone(mutation)).await.map(drop) })
    }

    fn book(&self, account: AccountId) -> Boxed<'_, Result<Book, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(self.look(move |venue| Book::of(venue, account)))
    }
}

impl Paper {
    /// Looks at an account, unless the exchange is being read again.
    async fn look<T>(&self, look: impl FnOnce(&Venue) -> T + Send) -> Result<T, PaperError> {
        if self.rereading.load(SeqCst) {
            return Err(ChangeError::Unavailable.into());
        }
        Ok(look(&*self.venue.lock().await))
    }

    /// Lets pass so many seconds, and happen what is due.
    pub(crate) async fn pass(&self, secs: i64) {
        let mut venue = self.venue.lock().await;
        let now = venue.clock().plus(Micros::from_secs(secs));
        venue.advance(now).unwrap();
    }

    /// Its market.
    pub(crate) async fn market(&self) -> Market {
        self.venue.lock().await.market().clone()
    }

    /// The last price now.
    pub(crate) async fn last(&self, pair: Pair) -> Decimal {
        let venue = self.venue.lock().await;
        venue.market().quote(pair, venue.clock()).last
    }
}

impl AlertDesk for Paper {
    fn create_alert(
        &self,
        account: AccountId,
        new: NewAlert,
        mutation: OfAlert,
    ) -> Boxed<'_, Result<SeenAlert, PaperError>> {
        Box::pin(async move {
            let made = |reply: &Reply| match reply {
                Reply::AlertCreated { alert, holds } => SeenAlert::begun((**alert).clone(), *holds),
                other => panic!("{other:?}"),
            };
            let mutation = |journal, reply: &Reply| Mutation { journal, ..mutation(Some(made(reply))) };
            self.run(account, Command::CreateAlert(new), mutation).await.map(|reply| made(&reply))
        })
    }

    fn change_alert(
        &self,
        account: AccountId,
        change: AlertChange,
        mutation: Mutation,
    ) -> Boxed<'_, Result<(), PaperError>> {
        Box::pin(async move { self.run(account, change.into(), alone(mutation)).await.map(drop) })
    }

    fn alert(&self, account: AccountId, id: AlertId) -> Boxed<'_, Result<Option<SeenAlert>, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(self.look(move |venue| {
            venue.alert(account, id).map(|alert| SeenAlert::of(venue, account, alert, venue.clock()))
        }))
    }

    fn alerts(
        &self,
        account: AccountId,
        after: Option<AlertId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<SeenAlert>, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(self.look(move |venue| {
            let all = venue.alerts(account, after).take(limit);
            all.map(|alert| SeenAlert::of(venue, account, alert, venue.clock())).collect()
        }))
    }

    fn fired(&self, account: AccountId, filter: FiredFilter) -> Boxed<'_, Result<Vec<Firing>, PaperError>> {
        Box::pin(self.look(move |venue| filter.pick(venue, AccountNo(account.as_u64()))))
    }
}

pub(crate) struct Master {
    pub(crate) authority: Arc<Authority>,
    pub(crate) current: Mutex<MasterKey>,
    /// What the next rotation ends with: only the answer is lost, if it took effect.
    pub(crate) fails: Mutex<Option<MasterKeyError>>,
}

impl MasterKeyDesk for Master {
    fn rotate<'a>(&'a self, caller: &'a Caller) -> Boxed<'a, Result<RotatedMasterKey, MasterKeyError>> {
        Box::pin(async move {
            let mut fails = self.fails.lock().await;
            if let Some(MasterKeyError::Busy) = *fails {
                return Err(MasterKeyError::Busy);
            }
            let mut current = self.current.lock().await;
            let new = MasterKey::random(&mut OsEntropy).unwrap();
            let rotated = rotate(&self.authority, caller, &current, &new).await?;
            *current = new;
            fails.take().map_or(Ok(rotated), Err)
        })
    }
}

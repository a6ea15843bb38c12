//! A paper exchange that lives in memory.

use claviger::core::id::{AccountId, KeyId};
use claviger::core::store::{Change, Mutation};
use claviger::core::time::Timestamp;
use claviger::{Authority, ChangeError};
use claviger_server::api::alerts::{AlertChange, AlertDesk, FiredFilter, OfAlert, SeenAlert};
use claviger_server::api::paper::{
    Book, BookChange, Boxed, Cancel, Holdings, OfAddress, OfCancelled, OfDeposit, OfOrder, PaperDesk,
    PaperError, Placed, SavedAddress, SeenOrder, TradeDesk,
};
use claviger_venue::{
    AccountNo, AddOrder, AlertId, Asked, Asset, Command, Estimate, Firing, FundingId, Market, Micros,
    NewAddress, NewAlert, OrderId, Pair, Reply, Trade, TradeId, Venue, VenueConfig, Withdrawal,
    encode_events,
};
use rust_decimal::Decimal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tokio::sync::Mutex;

/// Dollars that every account begins with.
pub(crate) const PURSE: i64 = 100_000;

pub(crate) struct Paper {
    authority: Arc<Authority>,
    venue: Mutex<Venue>,
    begins: Micros,
    /// Whether the exchange is being read again, and cannot be asked.
    pub(crate) rereading: AtomicBool,
}

impl Paper {
    pub(crate) fn new(authority: Arc<Authority>) -> Self {
        Paper::at(authority, Micros(0))
    }

    /// One whose time begins at `now`.
    pub(crate) fn at(authority: Arc<Authority>, now: Micros) -> Self {
        let venue = Mutex::new(Venue::new(VenueConfig::new(1, now)));
        Paper { authority, venue, begins: now, rereading: AtomicBool::new(false) }
    }

    /// The present: the time of the latest event.
    fn now(&self, venue: &Venue) -> Micros {
        venue.clock().max(self.begins)
    }

    /// What a call of a key would do, without its entries.
    pub(crate) async fn of_a_key(&self, account: &str, command: Command) -> Reply {
        let account: AccountId = account.parse().unwrap();
        let mut venue = self.venue.lock().await;
        let now = self.now(&venue);
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
        let now = self.now(&venue);
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
        let funding = vec![(Asset::USD, Decimal::from(PURSE))];
        let command = Command::OpenAccount { funding, addresses: Vec::new() };
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

impl TradeDesk for Paper {
    fn place(
        &self,
        account: AccountId,
        order: AddOrder,
        mutation: OfOrder,
    ) -> Boxed<'_, Result<Placed, PaperError>> {
        Box::pin(async move {
            let placed = |reply: &Reply| match reply {
                Reply::Placed { id, description, .. } => Placed { id: *id, description: description.clone() },
                other => panic!("{other:?}"),
            };
            let made = |journal, reply: &Reply| Mutation { journal, ..mutation(Some(placed(reply))) };
            self.run(account, Command::AddOrder(order), made).await.map(|reply| placed(&reply))
        })
    }

    fn cancel(
        &self,
        account: AccountId,
        orders: Cancel,
        mutation: OfCancelled,
    ) -> Boxed<'_, Result<usize, PaperError>> {
        Box::pin(async move {
            let count = |reply: &Reply| match reply {
                Reply::Cancelled { count } => *count,
                other => panic!("{other:?}"),
            };
            let made = |journal, reply: &Reply| Mutation { journal, ..mutation(count(reply)) };
            self.run(account, orders.into(), made).await.map(|reply| count(&reply))
        })
    }

    fn estimate(&self, account: AccountId, order: AddOrder) -> Boxed<'_, Result<Estimate, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(async move {
            Ok(self.look(move |venue| venue.estimate(account, &order, self.now(venue))).await??)
        })
    }

    fn holdings(&self, account: AccountId) -> Boxed<'_, Result<Holdings, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(self.look(move |venue| Holdings::of(venue, account, self.now(venue))))
    }

    fn order(&self, account: AccountId, id: OrderId) -> Boxed<'_, Result<Option<SeenOrder>, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(self.look(move |venue| {
            venue.order(account, id).map(|order| SeenOrder::of(venue, order, self.now(venue)))
        }))
    }

    fn open_orders(
        &self,
        account: AccountId,
        before: Option<OrderId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<SeenOrder>, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(self.look(move |venue| {
            let open = venue.open_orders_before(account, before).take(limit);
            open.map(|order| SeenOrder::of(venue, order, self.now(venue))).collect()
        }))
    }

    fn fills(
        &self,
        account: AccountId,
        before: Option<TradeId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<Trade>, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(self.look(move |venue| venue.trades_before(account, before).take(limit).copied().collect()))
    }

    fn withdrawals(
        &self,
        account: AccountId,
        before: Option<FundingId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<Withdrawal>, PaperError>> {
        let account = AccountNo(account.as_u64());
        Box::pin(
            self.look(move |venue| venue.withdrawals_before(account, before).take(limit).cloned().collect()),
        )
    }

    fn asked_since(
        &self,
        account: AccountId,
        from: Timestamp,
        by: KeyId,
    ) -> Boxed<'_, Result<Asked, PaperError>> {
        let number = AccountNo(account.as_u64());
        let from = Micros(from.micros());
        Box::pin(self.look(move |venue| venue.asked_since(number, from, by.as_u64())))
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
        let now = self.now(&venue).plus(Micros::from_secs(secs));
        venue.advance(now).unwrap();
    }

    /// Its market.
    pub(crate) async fn market(&self) -> Market {
        self.venue.lock().await.market().clone()
    }

    /// The last price now.
    pub(crate) async fn last(&self, pair: Pair) -> Decimal {
        let venue = self.venue.lock().await;
        venue.market().quote(pair, self.now(&venue)).last
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
            venue.alert(account, id).map(|alert| SeenAlert::of(venue, account, alert, self.now(venue)))
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
            all.map(|alert| SeenAlert::of(venue, account, alert, self.now(venue))).collect()
        }))
    }

    fn fired(&self, account: AccountId, filter: FiredFilter) -> Boxed<'_, Result<Vec<Firing>, PaperError>> {
        Box::pin(self.look(move |venue| filter.pick(venue, AccountNo(account.as_u64()))))
    }
}

//! A draft of events over an unchanged venue: balances as they will be, ids as they will be given.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    VenueError,
    account::{Account, AccountNo},
    asset::Asset,
    event::Event,
    holding::Holding,
    ids::{AlertId, AmendId, EarnId, ExportId, FundingId, LedgerId, OrderId, TradeId},
    ledger::{LedgerRow, LedgerSource, Wallet},
    limits::Charge,
    micros::Micros,
    money,
    order::Order,
    pair::Pair,
    venue::{Counters, Venue},
};

/// Events in the making.
pub(crate) struct Draft<'a> {
    pub(crate) venue: &'a Venue,
    /// The instant of the command, not before the venue's clock.
    pub(crate) at: Micros,
    pub(crate) events: Vec<Event>,
    holdings: BTreeMap<(AccountNo, Asset), Holding>,
    next: Counters,
    /// Whether what is placed comes in a batch.
    batched: bool,
}

/// A draft as it was.
pub(crate) struct Savepoint {
    events: usize,
    holdings: BTreeMap<(AccountNo, Asset), Holding>,
    next: Counters,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(venue: &'a Venue, now: Micros) -> Self {
        let at = now.max(venue.state.clock);
        Self {
            venue,
            at,
            events: Vec::new(),
            holdings: BTreeMap::new(),
            next: venue.state.next,
            batched: false,
        }
    }

    /// From now on orders are of a batch.
    pub(crate) const fn begin_batch(&mut self) {
        self.batched = true;
    }

    /// The draft as it stands, to come back to.
    pub(crate) fn savepoint(&self) -> Savepoint {
        Savepoint { events: self.events.len(), holdings: self.holdings.clone(), next: self.next }
    }

    /// Takes back everything since: events, balances and holds, ids.
    pub(crate) fn roll_back(&mut self, to: Savepoint) {
        #[cfg(any(test, feature = "faults"))]
        if self.venue.config.faults.keep_refused {
            return;
        }
        self.events.truncate(to.events);
        self.next = to.next;
        self.holdings = to.holdings;
    }

    /// Notes that an order was taken on.
    pub(crate) fn push_placed(&mut self, account: AccountNo, order: Order) {
        self.events.push(Event::Placed { account, order: Box::new(order), batched: self.batched });
    }

    pub(crate) fn account(&self, account: AccountNo) -> Result<&'a Account, VenueError> {
        self.venue.state.accounts.get(&account).ok_or(VenueError::NotOpened)
    }

    /// Refuses when the draft's instant is past a deadline.
    pub(crate) fn check_deadline(&self, deadline: Option<Micros>) -> Result<(), VenueError> {
        if deadline.is_some_and(|deadline| self.at > deadline) {
            Err(VenueError::DeadlineElapsed)
        } else {
            Ok(())
        }
    }

    /// Refuses when the rate counter of the market has no room for so many thousandths of a point.
    pub(crate) fn check_rate(&self, account: AccountNo, pair: Pair, milli: i64) -> Result<(), VenueError> {
        let counter = self.account(account)?.counter(pair);
        if counter.admits(self.venue.config.tier, self.at, milli.saturating_add(self.spent(account, pair))) {
            Ok(())
        } else {
            Err(VenueError::RateLimit)
        }
    }

    /// What adding an order costs in this draft, in thousandths of a point.
    pub(crate) fn price_of_adding(&self) -> i64 {
        let charge = if self.batched { Charge::AddInBatch } else { Charge::Add };
        charge.milli(Micros::default())
    }

    /// What the orders of this draft will have charged, in thousandths of a point.
    fn spent(&self, account: AccountNo, market: Pair) -> i64 {
        let placed = self.events.iter().filter(|event| {
            matches!(event, Event::Placed { account: owner, order, .. }
                if *owner == account && order.pair == market && order.opened_by.is_none())
        });
        placed.fold(0, |milli, _| milli + self.price_of_adding())
    }

    fn holding(&self, account: AccountNo, asset: Asset) -> Holding {
        self.holdings.get(&(account, asset)).copied().unwrap_or_else(|| self.venue.holding(account, asset))
    }

    fn set_holding(&mut self, account: AccountNo, asset: Asset, holding: Holding) -> Result<(), VenueError> {
        if !holding.is_sound() {
            return Err(VenueError::InsufficientFunds);
        }
        self.holdings.insert((account, asset), holding);
        Ok(())
    }

    /// Holds a part of what is available.
    pub(crate) fn hold(
        &mut self,
        account: AccountNo,
        asset: Asset,
        amount: Decimal,
    ) -> Result<(), VenueError> {
        let holding = self.holding(account, asset);
        let held = money::add(holding.held, amount)?;
        self.set_holding(account, asset, Holding { held, ..holding })
    }

    /// Lets a held amount go.
    pub(crate) fn release(
        &mut self,
        account: AccountNo,
        asset: Asset,
        amount: Decimal,
    ) -> Result<(), VenueError> {
        self.hold(account, asset, -amount)
    }

    /// Holds another amount than before, or changes nothing.
    pub(crate) fn rehold(
        &mut self,
        account: AccountNo,
        asset: Asset,
        (before, after): (Decimal, Decimal),
    ) -> Result<(), VenueError> {
        self.hold(account, asset, money::sub(after, before)?)
    }

    /// Books one change of a balance.
    pub(crate) fn book(
        &mut self,
        account: AccountNo,
        source: LedgerSource,
        asset: Asset,
        amount: Decimal,
        fee: Decimal,
        at: Micros,
    ) -> Result<LedgerRow, VenueError> {
        let holding = self.holding(account, asset);
        let balance = money::sub(money::add(holding.total, amount)?, fee)?;
        self.set_holding(account, asset, Holding { total: balance, ..holding })?;
        Ok(LedgerRow { id: self.ledger_id(), source, at, asset, wallet: Wallet::Spot, amount, fee, balance })
    }

    /// The entry of a change of what is allocated: by how much, to how much. A draft changes an allocation once, so there is
    /// nothing to keep of it.
    pub(crate) fn row_of_earn(
        &mut self,
        source: LedgerSource,
        asset: Asset,
        (amount, balance): (Decimal, Decimal),
        at: Micros,
    ) -> LedgerRow {
        let (id, wallet, fee) = (self.ledger_id(), Wallet::Earn, Decimal::ZERO);
        LedgerRow { id, source, at, asset, wallet, amount, fee, balance }
    }

    fn ledger_id(&mut self) -> LedgerId {
        LedgerId::from_seq(self.venue.ids, take(&mut self.next.ledger))
    }

    pub(crate) fn earn_id(&mut self) -> EarnId {
        EarnId::from_seq(self.venue.ids, take(&mut self.next.earn))
    }

    pub(crate) fn order_id(&mut self) -> OrderId {
        OrderId::from_seq(self.venue.ids, take(&mut self.next.order))
    }

    pub(crate) fn trade_id(&mut self) -> TradeId {
        TradeId::from_seq(self.venue.ids, take(&mut self.next.trade))
    }

    pub(crate) fn funding_id(&mut self) -> FundingId {
        FundingId::from_seq(self.venue.ids, take(&mut self.next.funding))
    }

    /// The number of the next withdrawal address.
    pub(crate) fn address_number(&mut self) -> u64 {
        take(&mut self.next.address).saturating_add(1)
    }

    pub(crate) fn alert_id(&mut self) -> AlertId {
        AlertId::from_seq(self.venue.ids, take(&mut self.next.alert))
    }

    pub(crate) fn export_id(&mut self) -> ExportId {
        ExportId::from_seq(self.venue.ids, take(&mut self.next.export))
    }

    pub(crate) fn amend_id(&mut self) -> AmendId {
        AmendId::from_seq(self.venue.ids, take(&mut self.next.amend))
    }
}

fn take(counter: &mut u64) -> u64 {
    let seq = *counter;
    *counter = seq.wrapping_add(1);
    seq
}

//! Events of orders.

use rust_decimal::Decimal;

use super::{ApplyError, sequence};
use crate::{
    account::{Account, AccountNo},
    ids::{AmendId, Ids, OrderId},
    ledger::LedgerRow,
    limits::Charge,
    micros::Micros,
    money,
    order::{AmendKind, Amendment, CloseReason, Fired, Order, OrderKind, OrderStatus, Stop, hold_asset},
    pair::Pair,
    trade::Trade,
    venue::Venue,
};

/// Place of an order in its account.
pub(crate) fn place_of(records: &Account, ids: Ids, id: OrderId) -> Option<usize> {
    records.orders.binary_search_by_key(&id.seq(ids), |order| order.id.seq(ids)).ok()
}

/// What an amendment sets. What is absent stays.
pub(super) struct Terms {
    pub(super) volume: Decimal,
    pub(super) price: Option<Decimal>,
    pub(super) display: Option<Decimal>,
    pub(super) stop: Option<Box<Stop>>,
    pub(super) held: Decimal,
}

impl Venue {
    pub(super) fn apply_placed(
        &mut self,
        account: AccountNo,
        order: &Order,
        batched: bool,
    ) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.order, order.id.seq(self.ids))?;
        self.apply_hold(account, hold_asset(order.pair, order.side), order.held)?;
        self.charge(account, order.pair, order.opened_at, self.placing(account, order, batched))?;
        self.watch(account, order);
        let records = self.account_mut(account)?;
        let place = u32::try_from(records.orders.len()).map_err(|_| ApplyError::Order)?;
        records.open.push(place);
        records.orders.push(order.clone());
        Ok(())
    }

    /// What placing costs: an edit is charged by the age of the order it replaced; an order that a fill opened was not
    /// asked for by a call.
    fn placing(&self, account: AccountNo, order: &Order, batched: bool) -> i64 {
        match order.replaces.and_then(|old| self.order(account, old)) {
            _ if order.opened_by.is_some() => 0,
            Some(old) => Charge::Edit.milli(order.opened_at.since(old.touched_at)),
            None if batched => Charge::AddInBatch.milli(Micros::default()),
            None => Charge::Add.milli(Micros::default()),
        }
    }

    fn charge(&mut self, account: AccountNo, pair: Pair, at: Micros, milli: i64) -> Result<(), ApplyError> {
        let tier = self.config.tier;
        let records = self.account_mut(account)?;
        let counter = records.counter(pair).charged(tier, at, milli);
        records.set_counter(pair, counter);
        Ok(())
    }

    /// An order that has not ended.
    fn live_order(&mut self, account: AccountNo, id: OrderId) -> Result<&mut Order, ApplyError> {
        let ids = self.ids;
        let records = self.account_mut(account)?;
        let place = place_of(records, ids, id).ok_or(ApplyError::Order)?;
        let order = records.orders.get_mut(place).ok_or(ApplyError::Order)?;
        if order.is_live() { Ok(order) } else { Err(ApplyError::Order) }
    }

    /// An order in the book.
    fn open_order(&mut self, account: AccountNo, id: OrderId) -> Result<&mut Order, ApplyError> {
        let order = self.live_order(account, id)?;
        let in_book = order.status == OrderStatus::Open && !order.is_untriggered();
        if in_book { Ok(order) } else { Err(ApplyError::Order) }
    }

    /// Changes a live order, with its place in the index and its hold; gives the order as it was and as it is.
    fn change(
        &mut self,
        account: AccountNo,
        id: OrderId,
        change: impl FnOnce(&mut Order),
    ) -> Result<(Order, Order), ApplyError> {
        let order = self.live_order(account, id)?;
        let old = order.clone();
        change(order);
        let new = order.clone();
        self.index.remove(self.ids, account, &old);
        self.watch(account, &new);
        self.apply_hold(account, hold_asset(old.pair, old.side), money::sub(new.held, old.held)?)?;
        Ok((old, new))
    }

    pub(super) fn apply_started(
        &mut self,
        at: Micros,
        account: AccountNo,
        id: OrderId,
        held: Decimal,
    ) -> Result<(), ApplyError> {
        if self.live_order(account, id)?.status != OrderStatus::Pending {
            return Err(ApplyError::Order);
        }
        self.change(account, id, |order| {
            order.begin(at);
            order.held = held;
        })
        .map(drop)
    }

    pub(super) fn apply_triggered(
        &mut self,
        account: AccountNo,
        id: OrderId,
        fired: Fired,
        (kind, restated, held): (OrderKind, Option<AmendId>, Decimal),
    ) -> Result<(), ApplyError> {
        let order = self.live_order(account, id)?;
        if order.status != OrderStatus::Open || !order.is_untriggered() {
            return Err(ApplyError::Order);
        }
        let (old, new) = self.change(account, id, |order| {
            order.fire(fired);
            (order.kind, order.held, order.touched_at) = (kind, held, fired.at);
        })?;
        let Some(amend) = restated else { return Ok(()) };
        sequence(&mut self.state.next.amend, amend.seq(self.ids))?;
        self.note(account, &old, &new, ((amend, fired.at), AmendKind::Restated, new.flags.post))
    }

    fn note(
        &mut self,
        account: AccountNo,
        old: &Order,
        new: &Order,
        (what, kind, post_only): ((AmendId, Micros), AmendKind, bool),
    ) -> Result<(), ApplyError> {
        let ids = self.ids;
        let note = Amendment::of(new, what, kind, post_only);
        self.account_mut(account)?.note_amendment(ids, old, note);
        Ok(())
    }

    pub(super) fn apply_filled(
        &mut self,
        account: AccountNo,
        trade: &Trade,
        rows: &[LedgerRow; 2],
        held: Decimal,
    ) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.trade, trade.id.seq(self.ids))?;
        let order = self.open_order(account, trade.order)?;
        let released = money::sub(held, order.held)?;
        order.filled = money::add(order.filled, trade.volume)?;
        order.cost = money::add(order.cost, trade.cost)?;
        order.fee = money::add(order.fee, trade.fee)?;
        order.held = held;
        order.trades.push(trade.id);
        let (asset, left) = (hold_asset(order.pair, order.side), order.rest());
        if left < Decimal::ZERO {
            return Err(ApplyError::Order);
        }
        self.apply_hold(account, asset, released)?;
        for row in rows {
            self.apply_row(account, row)?;
        }
        self.account_mut(account)?.trades.push(*trade);
        if left.is_zero() {
            self.end(trade.at, account, trade.order, OrderStatus::Closed, None)
        } else {
            Ok(())
        }
    }

    pub(super) fn apply_amended(
        &mut self,
        (amend, at): (AmendId, Micros),
        account: AccountNo,
        id: OrderId,
        Terms { volume, price, display, stop, held }: Terms,
        post_only: bool,
    ) -> Result<(), ApplyError> {
        let (old, new) = self.change(account, id, |order| {
            (order.volume, order.held, order.touched_at) = (volume, held, at);
            order.kind = price.map_or(order.kind, OrderKind::Limit);
            order.display = display.or(order.display);
            order.stop = stop.or_else(|| order.stop.take());
        })?;
        self.note(account, &old, &new, ((amend, at), AmendKind::User, post_only))?;
        self.charge(account, old.pair, at, Charge::Amend.milli(at.since(old.touched_at)))
    }

    pub(super) fn apply_closed(
        &mut self,
        at: Micros,
        account: AccountNo,
        id: OrderId,
        reason: CloseReason,
    ) -> Result<(), ApplyError> {
        let order = self.live_order(account, id)?;
        let (asset, pair, held, age) =
            (hold_asset(order.pair, order.side), order.pair, order.held, at.since(order.touched_at));
        order.held = Decimal::ZERO;
        self.apply_hold(account, asset, -held)?;
        if reason == CloseReason::UserRequested {
            self.charge(account, pair, at, Charge::Cancel.milli(age))?;
        }
        self.end(at, account, id, reason.status(), Some(reason))
    }

    /// Takes an order from the open ones to the closed ones.
    fn end(
        &mut self,
        at: Micros,
        account: AccountNo,
        id: OrderId,
        status: OrderStatus,
        reason: Option<CloseReason>,
    ) -> Result<(), ApplyError> {
        let ids = self.ids;
        let order = self.live_order(account, id)?;
        let live = order.clone();
        (order.status, order.reason, order.closed_at) = (status, reason, Some(at));
        if !live.held.is_zero() {
            return Err(ApplyError::Balance);
        }
        self.index.remove(ids, account, &live);
        let records = self.account_mut(account)?;
        let place = place_of(records, ids, id)
            .and_then(|place| u32::try_from(place).ok())
            .ok_or(ApplyError::Order)?;
        records.open.retain(|open| *open != place);
        records.closed.push(place);
        Ok(())
    }
}

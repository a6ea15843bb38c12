//! Orders of an account.

use rust_decimal::Decimal;

use super::{Page, Window};
use crate::{
    account::AccountNo,
    apply::place_of,
    ids::OrderId,
    micros::Micros,
    order::{Amendment, Mark, Order, OrderStatus, Stop, When},
    venue::Venue,
};

/// Which of an order's times a window is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CloseTime {
    /// When it was placed.
    Open,
    /// When it ended.
    Close,
    /// Either one.
    #[default]
    Both,
}

/// Which closed orders are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedFilter {
    /// Window of time.
    pub window: Window,
    /// What the window is about.
    pub close_time: CloseTime,
    /// Only with this number.
    pub userref: Option<i32>,
    /// Only with this client's id.
    pub cl_ord_id: Option<String>,
    /// Results to skip.
    pub offset: usize,
}

impl ClosedFilter {
    fn admits(&self, order: &Order) -> bool {
        let opened = self.window.contains(order.opened_at);
        let closed = order.closed_at.is_some_and(|at| self.window.contains(at));
        let in_time = match self.close_time {
            CloseTime::Open => opened,
            CloseTime::Close => closed,
            CloseTime::Both => opened || closed,
        };
        let in_group = self.userref.is_none_or(|number| order.userref == Some(number));
        in_time
            && in_group
            && self.cl_ord_id.as_deref().is_none_or(|id| order.cl_ord_id.as_deref() == Some(id))
    }
}

impl Venue {
    /// An order of an account, open or closed.
    #[must_use]
    pub fn order(&self, account: AccountNo, id: OrderId) -> Option<&Order> {
        let records = self.records(account)?;
        records.orders.get(place_of(records, self.ids, id)?)
    }

    /// Every term an order ever had, oldest first: the original, then each amendment. `None` for an unknown order. Of an
    /// order that an older release amended, the first is what that release left.
    #[must_use]
    pub fn amendments(&self, account: AccountNo, id: OrderId) -> Option<Vec<Amendment>> {
        let order = self.order(account, id)?;
        Some(self.records(account)?.amendments_of(self.ids, order))
    }

    /// The trigger price of an order: where it fired, or where it would fire; that of a trailing stop follows the market.
    /// `None` for an order without a trigger, and for a trailing stop that has not started or has ended.
    #[must_use]
    pub fn trigger_price(&self, order: &Order, now: Micros) -> Option<Decimal> {
        let stop = order.stop.as_deref()?;
        stop.price().or_else(|| Some(order.pair.price(self.trail_level(order, now)?)))
    }

    /// The limit price of an order: what it has, or what its trigger would give it now.
    #[must_use]
    pub fn limit_price(&self, order: &Order, now: Micros) -> Option<Decimal> {
        match order.stop.as_deref() {
            Some(Stop { fired: None, when: When::Trailing { limit: Some(limit), .. } }) => {
                limit.price_from(order.pair, self.trail_level(order, now)?).ok()
            }
            _ => order.kind.price(),
        }
    }

    /// Where a trailing stop would fire, in ticks.
    fn trail_level(&self, order: &Order, now: Micros) -> Option<i64> {
        match order.stop.as_deref()?.when.mark(order.pair, order.side).ok()? {
            Mark::Trail(trail, since) if order.status == OrderStatus::Open => {
                Some(trail.level(self.best_so_far(order, since, now.secs())))
            }
            _ => None,
        }
    }

    /// Orders that have not ended, newest first: in the book, waiting for a trigger, or for their start.
    pub fn open_orders(&self, account: AccountNo) -> impl Iterator<Item = &Order> + '_ {
        self.records(account).into_iter().flat_map(|records| records.open_orders().rev())
    }

    /// Those of the open orders that were placed before another one; all of them without one. The other may have ended.
    pub fn open_orders_before(
        &self,
        account: AccountNo,
        before: Option<OrderId>,
    ) -> impl Iterator<Item = &Order> + '_ {
        let before = before.map(|id| id.seq(self.ids));
        self.open_orders(account)
            .filter(move |order| before.is_none_or(|before| order.id.seq(self.ids) < before))
    }

    /// Closed and cancelled orders, the one that ended last first.
    #[must_use]
    pub fn closed_orders(&self, account: AccountNo, filter: &ClosedFilter) -> Page<&Order> {
        let closed = self.records(account).into_iter().flat_map(|records| {
            records.closed.iter().rev().filter_map(|place| records.orders.get(*place as usize))
        });
        Page::of(closed.filter(|order| filter.admits(order)), filter.offset, true)
    }
}

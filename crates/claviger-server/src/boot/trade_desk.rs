//! Trading by hand at the paper exchange, and what an account has there.

use super::paper_desk::{Desk, told};
use crate::api::paper::{
    Boxed, Cancel, Holdings, OfCancelled, OfOrder, PaperError, Placed, SeenOrder, TradeDesk,
};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::time::Timestamp;
use claviger_kraken::paper::account_no;
use claviger_venue::{AddOrder, Asked, Estimate, FundingId, Micros, OrderId, Trade, TradeId, Withdrawal};

impl TradeDesk for Desk {
    fn place(
        &self,
        account: AccountId,
        order: AddOrder,
        mutation: OfOrder,
    ) -> Boxed<'_, Result<Placed, PaperError>> {
        let commit = |record, placed| self.journal(mutation(placed))(record);
        let done = async move {
            let now = self.authority.now();
            self.paper.place(account, order, now, commit).await.map_err(told)
        };
        Box::pin(done)
    }

    fn cancel(
        &self,
        account: AccountId,
        orders: Cancel,
        mutation: OfCancelled,
    ) -> Boxed<'_, Result<usize, PaperError>> {
        let commit = |record, count| self.journal(mutation(count))(record);
        let done = async move {
            let now = self.authority.now();
            self.paper.cancel(account, &orders.into(), now, commit).await.map_err(told)
        };
        Box::pin(done)
    }

    fn estimate(&self, account: AccountId, order: AddOrder) -> Boxed<'_, Result<Estimate, PaperError>> {
        let (number, now) = (account_no(account), self.micros());
        Box::pin(async move { Ok(self.look(|venue| venue.estimate(number, &order, now)).await??) })
    }

    fn holdings(&self, account: AccountId) -> Boxed<'_, Result<Holdings, PaperError>> {
        let (number, now) = (account_no(account), self.micros());
        Box::pin(self.look(move |venue| Holdings::of(venue, number, now)))
    }

    fn order(&self, account: AccountId, id: OrderId) -> Boxed<'_, Result<Option<SeenOrder>, PaperError>> {
        let (number, now) = (account_no(account), self.micros());
        Box::pin(
            self.look(move |venue| venue.order(number, id).map(|order| SeenOrder::of(venue, order, now))),
        )
    }

    fn open_orders(
        &self,
        account: AccountId,
        before: Option<OrderId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<SeenOrder>, PaperError>> {
        let (number, now) = (account_no(account), self.micros());
        Box::pin(self.look(move |venue| {
            let open = venue.open_orders_before(number, before).take(limit);
            open.map(|order| SeenOrder::of(venue, order, now)).collect()
        }))
    }

    fn fills(
        &self,
        account: AccountId,
        before: Option<TradeId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<Trade>, PaperError>> {
        let number = account_no(account);
        Box::pin(self.look(move |venue| venue.trades_before(number, before).take(limit).copied().collect()))
    }

    fn withdrawals(
        &self,
        account: AccountId,
        before: Option<FundingId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<Withdrawal>, PaperError>> {
        let number = account_no(account);
        Box::pin(
            self.look(move |venue| venue.withdrawals_before(number, before).take(limit).cloned().collect()),
        )
    }

    fn asked_since(
        &self,
        account: AccountId,
        from: Timestamp,
        by: KeyId,
    ) -> Boxed<'_, Result<Asked, PaperError>> {
        let number = account_no(account);
        let from = Micros(from.micros());
        Box::pin(self.look(move |venue| venue.asked_since(number, from, by.as_u64())))
    }
}

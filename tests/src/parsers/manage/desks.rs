//! The paper exchange and the master key file, both away: what comes to them was parsed.

use claviger::core::id::{AccountId, KeyId};
use claviger::core::store::Mutation;
use claviger::core::time::Timestamp;
use claviger::manage::Caller;
use claviger::manage::master_key::RotatedMasterKey;
use claviger::{Authority, ChangeError};
use claviger_server::api::alerts::{AlertChange, AlertDesk, FiredFilter, OfAlert, SeenAlert};
use claviger_server::api::master_key::{MasterKeyDesk, MasterKeyError};
use claviger_server::api::paper::{
    Book, BookChange, Boxed, Cancel, Holdings, OfAddress, OfCancelled, OfDeposit, OfOrder, PaperDesk,
    PaperError, Placed, SavedAddress, SeenOrder, TradeDesk,
};
use claviger_venue::{
    AddOrder, AlertId, Asked, Asset, Estimate, Firing, FundingId, NewAddress, NewAlert, OrderId, Trade,
    TradeId, Withdrawal,
};
use rust_decimal::Decimal;
use std::sync::Arc;

pub(super) struct Paper(pub(super) Arc<Authority>);

impl Paper {
    pub(super) async fn opened(&self, mutation: Mutation) -> Result<(), ChangeError> {
        self.0.commit_change(mutation).await.map(drop)
    }
}

fn away<T>() -> Boxed<'static, Result<T, PaperError>>
where
    T: Send + 'static,
{
    Box::pin(async { Err(PaperError::Change(ChangeError::Unavailable)) })
}

impl PaperDesk for Paper {
    fn open_account(&self, mutation: Mutation) -> Boxed<'_, Result<(), ChangeError>> {
        Box::pin(self.opened(mutation))
    }

    fn deposit(
        &self,
        _: AccountId,
        _: Asset,
        _: Decimal,
        _: OfDeposit,
    ) -> Boxed<'_, Result<FundingId, PaperError>> {
        away()
    }

    fn add_address(
        &self,
        _: AccountId,
        _: NewAddress,
        _: OfAddress,
    ) -> Boxed<'_, Result<SavedAddress, PaperError>> {
        away()
    }

    fn change_book(&self, _: AccountId, _: BookChange, _: Mutation) -> Boxed<'_, Result<(), PaperError>> {
        away()
    }

    fn book(&self, _: AccountId) -> Boxed<'_, Result<Book, PaperError>> {
        away()
    }
}

impl TradeDesk for Paper {
    fn place(&self, _: AccountId, _: AddOrder, _: OfOrder) -> Boxed<'_, Result<Placed, PaperError>> {
        away()
    }

    fn cancel(&self, _: AccountId, _: Cancel, _: OfCancelled) -> Boxed<'_, Result<usize, PaperError>> {
        away()
    }

    fn estimate(&self, _: AccountId, _: AddOrder) -> Boxed<'_, Result<Estimate, PaperError>> {
        away()
    }

    fn holdings(&self, _: AccountId) -> Boxed<'_, Result<Holdings, PaperError>> {
        away()
    }

    fn order(&self, _: AccountId, _: OrderId) -> Boxed<'_, Result<Option<SeenOrder>, PaperError>> {
        away()
    }

    fn open_orders(
        &self,
        _: AccountId,
        _: Option<OrderId>,
        _: usize,
    ) -> Boxed<'_, Result<Vec<SeenOrder>, PaperError>> {
        away()
    }

    fn fills(&self, _: AccountId, _: Option<TradeId>, _: usize) -> Boxed<'_, Result<Vec<Trade>, PaperError>> {
        away()
    }

    fn withdrawals(
        &self,
        _: AccountId,
        _: Option<FundingId>,
        _: usize,
    ) -> Boxed<'_, Result<Vec<Withdrawal>, PaperError>> {
        away()
    }

    fn asked_since(&self, _: AccountId, _: Timestamp, _: KeyId) -> Boxed<'_, Result<Asked, PaperError>> {
        away()
    }
}

impl AlertDesk for Paper {
    fn create_alert(
        &self,
        _: AccountId,
        _: NewAlert,
        _: OfAlert,
    ) -> Boxed<'_, Result<SeenAlert, PaperError>> {
        away()
    }

    fn change_alert(&self, _: AccountId, _: AlertChange, _: Mutation) -> Boxed<'_, Result<(), PaperError>> {
        away()
    }

    fn alert(&self, _: AccountId, _: AlertId) -> Boxed<'_, Result<Option<SeenAlert>, PaperError>> {
        away()
    }

    fn alerts(
        &self,
        _: AccountId,
        _: Option<AlertId>,
        _: usize,
    ) -> Boxed<'_, Result<Vec<SeenAlert>, PaperError>> {
        away()
    }

    fn fired(&self, _: AccountId, _: FiredFilter) -> Boxed<'_, Result<Vec<Firing>, PaperError>> {
        away()
    }
}

pub(super) struct Master;

impl MasterKeyDesk for Master {
    fn rotate<'a>(&'a self, _: &'a Caller) -> Boxed<'a, Result<RotatedMasterKey, MasterKeyError>> {
        Box::pin(async { Err(MasterKeyError::Manage(claviger::manage::ManageError::Unavailable)) })
    }
}

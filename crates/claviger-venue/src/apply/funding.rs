//! Events of deposits and withdrawals.

use super::{ApplyError, sequence};
use crate::{
    account::AccountNo,
    asset::Asset,
    funding::{Deposit, FundingStatus, Withdrawal},
    ids::FundingId,
    index::{FundingKind, Waiting},
    ledger::{LedgerRow, LedgerSource},
    micros::Micros,
    venue::Venue,
};

/// When, whose, which.
type Step = (Micros, AccountNo, FundingId);

impl Venue {
    pub(super) fn apply_deposit_requested(
        &mut self,
        account: AccountNo,
        deposit: &Deposit,
    ) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.funding, deposit.id.seq(self.ids))?;
        self.account_mut(account)?.deposits.push(deposit.clone());
        self.wait(FundingKind::Deposit, (deposit.changed_at, account, deposit.id), deposit.status);
        Ok(())
    }

    pub(super) fn apply_deposit_advanced(
        &mut self,
        step: Step,
        status: FundingStatus,
        row: Option<&LedgerRow>,
    ) -> Result<(), ApplyError> {
        let (at, account, id) = step;
        let ids = self.ids;
        let deposits = &mut self.account_mut(account)?.deposits;
        let place = deposits
            .binary_search_by_key(&id.seq(ids), |deposit| deposit.id.seq(ids))
            .map_err(|_| ApplyError::Funding)?;
        let deposit = deposits.get_mut(place).ok_or(ApplyError::Funding)?;
        let credits = row.is_some_and(|row| {
            row.source == LedgerSource::Deposit(id)
                && row.amount == deposit.amount
                && row.asset == deposit.asset
        });
        if deposit.status.next() != Some(status) || credits != (status == FundingStatus::Success) {
            return Err(ApplyError::Funding);
        }
        let before = (deposit.changed_at, account, id);
        let left = std::mem::replace(&mut deposit.status, status);
        deposit.changed_at = at;
        self.unwait(FundingKind::Deposit, before, left);
        self.wait(FundingKind::Deposit, step, status);
        row.map_or(Ok(()), |row| self.apply_row(account, row))
    }

    pub(super) fn apply_deposit_address(
        &mut self,
        account: AccountNo,
        asset: Asset,
    ) -> Result<(), ApplyError> {
        let more = &mut self.account_mut(account)?.more_addresses;
        match more.iter_mut().find(|(known, _)| *known == asset) {
            Some((_, count)) => *count = count.checked_add(1).ok_or(ApplyError::Funding)?,
            None => more.push((asset, 1)),
        }
        Ok(())
    }

    pub(super) fn apply_withdrawal_requested(
        &mut self,
        account: AccountNo,
        withdrawal: &Withdrawal,
    ) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.funding, withdrawal.id.seq(self.ids))?;
        self.apply_hold(account, withdrawal.asset, withdrawal.gross()?)?;
        self.account_mut(account)?.withdrawals.push(withdrawal.clone());
        self.wait(
            FundingKind::Withdrawal,
            (withdrawal.changed_at, account, withdrawal.id),
            withdrawal.status,
        );
        Ok(())
    }

    pub(super) fn apply_withdrawal_advanced(
        &mut self,
        step: Step,
        status: FundingStatus,
        row: Option<&LedgerRow>,
    ) -> Result<(), ApplyError> {
        let (at, account, id) = step;
        let ids = self.ids;
        let withdrawals = &mut self.account_mut(account)?.withdrawals;
        let place = withdrawals
            .binary_search_by_key(&id.seq(ids), |known| known.id.seq(ids))
            .map_err(|_| ApplyError::Funding)?;
        let withdrawal = withdrawals.get_mut(place).ok_or(ApplyError::Funding)?;
        let cancels = status == FundingStatus::Canceled && withdrawal.status == FundingStatus::Initial;
        let sends = row.is_some_and(|row| {
            row.source == LedgerSource::Withdrawal(id)
                && row.amount == -withdrawal.amount
                && row.asset == withdrawal.asset
        });
        if !(cancels || withdrawal.status.next() == Some(status))
            || sends != (status == FundingStatus::Pending)
        {
            return Err(ApplyError::Funding);
        }
        let before = (withdrawal.changed_at, account, id);
        let left = std::mem::replace(&mut withdrawal.status, status);
        withdrawal.changed_at = at;
        let (asset, gross) = (withdrawal.asset, withdrawal.gross()?);
        self.unwait(FundingKind::Withdrawal, before, left);
        self.wait(FundingKind::Withdrawal, step, status);
        if left == FundingStatus::Initial {
            self.apply_hold(account, asset, -gross)?;
        }
        row.map_or(Ok(()), |row| self.apply_row(account, row))
    }

    fn waiting(&self, kind: FundingKind, (at, account, id): Step, status: FundingStatus) -> Option<Waiting> {
        let stay = self.config.delays.of(kind, status)?;
        Some(Waiting { at: at.plus(stay), seq: id.seq(self.ids), account, kind })
    }

    /// Notes when a record that reached a status will move on.
    pub(crate) fn wait(&mut self, kind: FundingKind, step: Step, status: FundingStatus) {
        if let Some(waiting) = self.waiting(kind, step, status) {
            self.index.waiting.insert(waiting);
        }
    }

    fn unwait(&mut self, kind: FundingKind, step: Step, status: FundingStatus) {
        if let Some(waiting) = self.waiting(kind, step, status) {
            self.index.waiting.remove(&waiting);
        }
    }
}

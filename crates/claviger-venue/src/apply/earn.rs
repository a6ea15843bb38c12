//! Events of strategies.

use rust_decimal::Decimal;

use super::{ApplyError, sequence};
use crate::{
    account::AccountNo,
    asset::Asset,
    earn::{Allocation, REST_BOUND, day_of},
    ids::EarnId,
    ledger::{LedgerRow, LedgerSource, Wallet},
    micros::Micros,
    money,
    venue::Venue,
};

impl Venue {
    /// Books both sides of a move between the wallets: one entry leaves `from` with what the other brings.
    pub(super) fn apply_moved(
        &mut self,
        account: AccountNo,
        rows: &[LedgerRow; 2],
        from: Wallet,
    ) -> Result<(), ApplyError> {
        let [out, into] = rows;
        let id = moved(out.source, from).ok_or(ApplyError::Earn)?;
        let fits = out.source == into.source && out.asset == into.asset && out.amount == -into.amount;
        let fees = out.fee.is_zero() && into.fee.is_zero();
        if !fits || !fees || out.wallet != from || into.wallet == from || into.amount <= Decimal::ZERO {
            return Err(ApplyError::Earn);
        }
        sequence(&mut self.state.next.earn, id.seq(self.ids))?;
        self.apply_row(account, out)?;
        self.apply_row(account, into)
    }

    /// Changes what is allocated, and notes when it is paid next.
    pub(super) fn set_allocated(
        &mut self,
        account: AccountNo,
        row: &LedgerRow,
        total: Decimal,
    ) -> Result<(), ApplyError> {
        let allocations = &mut self.account_mut(account)?.allocations;
        let before = allocations.get(&row.asset).copied();
        let mut allocation = before.unwrap_or_default();
        if allocation.total.is_zero() {
            // days without anything in it are not paid
            allocation.paid_to = day_of(row.at);
        }
        allocation.earning = allocation.earning.min(total);
        allocation.total = total;
        self.set_allocation(account, row.asset, before, allocation)
    }

    /// A reward was paid; all that is allocated earns from now on.
    pub(super) fn apply_rewarded(
        &mut self,
        (account, asset, to): (AccountNo, Asset, Micros),
        row: Option<&LedgerRow>,
        rest: u64,
    ) -> Result<(), ApplyError> {
        let known = self.account_mut(account)?.allocations.get(&asset);
        let is_due = known.and_then(Allocation::next_reward).is_some_and(|next| next <= to);
        if !is_due || day_of(to) != to || rest >= REST_BOUND {
            return Err(ApplyError::Earn);
        }
        let mut reward = Decimal::ZERO;
        if let Some(row) = row {
            let LedgerSource::Reward(id) = row.source else { return Err(ApplyError::Earn) };
            if row.wallet != Wallet::Earn || row.asset != asset || row.amount <= Decimal::ZERO {
                return Err(ApplyError::Earn);
            }
            sequence(&mut self.state.next.earn, id.seq(self.ids))?;
            self.apply_row(account, row)?;
            reward = row.amount;
        }
        let before = self.account_mut(account)?.allocations.get(&asset).copied().ok_or(ApplyError::Earn)?;
        let rewarded = money::add(before.rewarded, reward)?;
        let after = Allocation { earning: before.total, rewarded, rest, paid_to: to, ..before };
        self.set_allocation(account, asset, Some(before), after)
    }

    fn set_allocation(
        &mut self,
        account: AccountNo,
        asset: Asset,
        before: Option<Allocation>,
        after: Allocation,
    ) -> Result<(), ApplyError> {
        if !after.is_sound(asset) {
            return Err(ApplyError::Balance);
        }
        self.account_mut(account)?.allocations.insert(asset, after);
        if let Some(at) = before.and_then(|before| before.next_reward()) {
            self.index.rewards.remove(&(at, account, asset));
        }
        self.index.rewards.extend(after.next_reward().map(|at| (at, account, asset)));
        Ok(())
    }
}

/// The move an entry is of, if it is one out of this wallet.
const fn moved(source: LedgerSource, from: Wallet) -> Option<EarnId> {
    match (source, from) {
        (LedgerSource::Allocation(id), Wallet::Spot) | (LedgerSource::Deallocation(id), Wallet::Earn) => {
            Some(id)
        }
        _ => None,
    }
}

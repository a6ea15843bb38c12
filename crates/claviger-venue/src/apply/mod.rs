//! Applying events: the only place that changes a venue.

pub(crate) use book::number_all;

mod alert;
mod book;
mod earn;
mod export;
mod funding;
pub(crate) use order::place_of;

mod order;
use order::Terms;

mod switch;

use rust_decimal::Decimal;

#[cfg(any(test, feature = "faults"))]
use crate::ledger::LedgerSource;
use crate::{
    account::{Account, AccountNo},
    asset::Asset,
    event::Event,
    funding::{Deposit, FundingStatus},
    holding::Holding,
    ledger::{LedgerRow, Wallet},
    micros::Micros,
    money,
    money::Overflow,
    order::Fired,
    venue::{House, Venue},
};

/// Why an event does not belong to this venue at this point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// An id is not the next one: an event is missing, repeated, or of another venue.
    #[error("event out of sequence")]
    Sequence,
    /// The account is not open, or is open already.
    #[error("event of an unknown account")]
    Account,
    /// The order is not open, or does not fit what is done to it.
    #[error("event of an unknown order")]
    Order,
    /// The deposit or withdrawal does not exist or cannot take this step.
    #[error("event of an unknown deposit or withdrawal")]
    Funding,
    /// The allocation does not exist, or does not fit what is done to it.
    #[error("event of an unknown allocation")]
    Earn,
    /// The report is not there, or is of records that are not.
    #[error("event of an unknown report")]
    Export,
    /// A switch goes off that is not set for that instant.
    #[error("event of a switch that is not set")]
    Switch,
    /// The alert does not exist, or cannot have done this.
    #[error("event of an unknown alert")]
    Alert,
    /// A balance would not be what the event says, or would break `0 ≤ held ≤ total`.
    #[error("event does not match the balance")]
    Balance,
    /// A number left the range of decimals.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

impl Venue {
    /// Applies one event.
    ///
    /// # Errors
    /// [`ApplyError`] when the event is not one that this venue made at this point. The venue may then hold a part of the
    /// event: drop it and rebuild it from its snapshot and journal. Events of this venue, applied in order, never fail.
    pub fn apply(&mut self, event: &Event) -> Result<(), ApplyError> {
        match event {
            Event::Opened { at, account, deposits, addresses } => {
                self.open_account(*at, *account, deposits)?;
                self.apply_addresses_opened(*account, addresses)?;
            }
            Event::Placed { account, order, batched } => self.apply_placed(*account, order, *batched)?,
            Event::Filled { account, trade, rows, held } => {
                self.apply_filled(*account, trade, rows, *held)?
            }
            Event::Started { at, account, order, held } => {
                self.apply_started(*at, *account, *order, *held)?
            }
            Event::Triggered { at, account, order, price, kind, restated, held } => {
                let fired = Fired { at: *at, price: *price };
                self.apply_triggered(*account, *order, fired, (*kind, *restated, *held))?;
            }
            Event::Amended { at, account, order, amend, volume, price, display, stop, post_only, held } => {
                sequence(&mut self.state.next.amend, amend.seq(self.ids))?;
                let (volume, price, display, stop) = (*volume, *price, *display, stop.clone());
                let terms = Terms { volume, price, display, stop, held: *held };
                self.apply_amended((*amend, *at), *account, *order, terms, *post_only)?;
            }
            Event::Closed { at, account, order, reason } => {
                self.apply_closed(*at, *account, *order, *reason)?
            }
            Event::SwitchSet { account, cancel_at, .. } => self.set_switch(*account, *cancel_at)?,
            Event::SwitchFired { at, account } => self.fire_switch(*at, *account)?,
            Event::DepositRequested { account, deposit } => {
                self.apply_deposit_requested(*account, deposit)?
            }
            Event::DepositAdvanced { at, account, id, status, row } => {
                self.apply_deposit_advanced((*at, *account, *id), *status, row.as_ref())?;
            }
            Event::DepositAddressAdded { account, asset, .. } => {
                self.apply_deposit_address(*account, *asset)?
            }
            Event::AddressAdded { account, address, .. } => self.apply_address_added(*account, address)?,
            Event::AddressUpdated { account, id, key, description, verified, .. } => {
                self.apply_address_updated(*account, *id, (key, description), *verified)?;
            }
            Event::AddressConfirmed { account, id, .. } => {
                self.apply_address(*account, *id, |saved| saved.verified = true)?;
            }
            Event::AddressRemoved { account, id, .. } => self.apply_address_removed(*account, *id)?,
            Event::AddressTrustSet { account, trust, .. } => self.apply_trust(*account, *trust)?,
            Event::WithdrawalRequested { account, withdrawal } => {
                self.apply_withdrawal_requested(*account, withdrawal)?
            }
            Event::WithdrawalAdvanced { at, account, id, status, row } => {
                self.apply_withdrawal_advanced((*at, *account, *id), *status, row.as_ref())?;
            }
            Event::Allocated { account, rows } => self.apply_moved(*account, rows, Wallet::Spot)?,
            Event::Deallocated { account, rows } => self.apply_moved(*account, rows, Wallet::Earn)?,
            Event::Rewarded { account, asset, to, row, rest, .. } => {
                self.apply_rewarded((*account, *asset, *to), row.as_ref(), *rest)?;
            }
            Event::AlertCreated { account, alert } => self.apply_alert_created(*account, alert)?,
            Event::AlertEdited { at, account, id, enabled } => {
                self.apply_alert_edited(*at, *account, *id, *enabled)?;
            }
            Event::AlertRemoved { account, id, .. } => self.apply_alert_removed(*account, *id)?,
            Event::AlertFired { account, firing } => self.apply_alert_fired(*account, firing)?,
            Event::ExportRequested { account, export } => self.apply_export_requested(*account, export)?,
            Event::ExportRemoved { account, id, .. } => self.apply_export_removed(*account, *id)?,
            Event::Checked { at } => self.checked(*at),
        }
        self.state.clock = self.state.clock.max(event.at());
        Ok(())
    }

    /// Applies events in order.
    ///
    /// # Errors
    /// As [`Venue::apply`], at the first event that fails.
    pub fn apply_all(&mut self, events: &[Event]) -> Result<(), ApplyError> {
        events.iter().try_for_each(|event| self.apply(event))
    }

    fn account_mut(&mut self, account: AccountNo) -> Result<&mut Account, ApplyError> {
        self.state.accounts.get_mut(&account).ok_or(ApplyError::Account)
    }

    fn open_account(
        &mut self,
        at: Micros,
        account: AccountNo,
        deposits: &[(Deposit, LedgerRow)],
    ) -> Result<(), ApplyError> {
        if self.state.accounts.contains_key(&account) {
            return Err(ApplyError::Account);
        }
        self.state.accounts.insert(account, Account { opened_at: at, ..Account::default() });
        for (deposit, row) in deposits {
            if deposit.status != FundingStatus::Success {
                return Err(ApplyError::Funding);
            }
            sequence(&mut self.state.next.funding, deposit.id.seq(self.ids))?;
            self.account_mut(account)?.deposits.push(deposit.clone());
            self.apply_row(account, row)?;
        }
        Ok(())
    }

    /// Books a ledger entry: the account's balance, and the other side of it.
    fn apply_row(&mut self, account: AccountNo, row: &LedgerRow) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.ledger, row.id.seq(self.ids))?;
        let records = self.account_mut(account)?;
        let holding = records.holding(row.asset);
        let before = match row.wallet {
            Wallet::Spot => holding.total,
            Wallet::Earn => records.allocated(row.asset),
        };
        let total = money::sub(money::add(before, row.amount)?, row.fee)?;
        if total != row.balance {
            return Err(ApplyError::Balance);
        }
        match row.wallet {
            Wallet::Spot => set_holding(records, row.asset, Holding { total, ..holding })?,
            Wallet::Earn => self.set_allocated(account, row, total)?,
        }
        self.account_mut(account)?.ledger.push(*row);
        let (fee, given) = (self.fee_taken(row.fee)?, self.given(row));
        let house = self.state.house.entry(row.asset).or_default();
        *house = House { world: money::sub(house.world, given)?, fees: money::add(house.fees, fee)? };
        Ok(())
    }

    /// What the world gives for an entry.
    #[cfg(any(test, feature = "faults"))]
    const fn given(&self, row: &LedgerRow) -> Decimal {
        let is_free = self.config.faults.free_rewards && matches!(row.source, LedgerSource::Reward(_));
        if is_free { Decimal::ZERO } else { row.amount }
    }

    #[cfg(not(any(test, feature = "faults")))]
    #[expect(clippy::unused_self, reason = "same shape as with deliberate faults")]
    const fn given(&self, row: &LedgerRow) -> Decimal {
        row.amount
    }

    #[cfg(any(test, feature = "faults"))]
    fn fee_taken(&self, fee: Decimal) -> Result<Decimal, Overflow> {
        if self.config.faults.fee_twice { money::add(fee, fee) } else { Ok(fee) }
    }

    #[cfg(not(any(test, feature = "faults")))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "same shape as with deliberate faults")]
    fn fee_taken(&self, fee: Decimal) -> Result<Decimal, Overflow> {
        Ok(fee)
    }

    /// Changes what an account holds of an asset.
    fn apply_hold(&mut self, account: AccountNo, asset: Asset, change: Decimal) -> Result<(), ApplyError> {
        let records = self.account_mut(account)?;
        let holding = records.holding(asset);
        set_holding(records, asset, Holding { held: money::add(holding.held, change)?, ..holding })
    }
}

fn set_holding(records: &mut Account, asset: Asset, holding: Holding) -> Result<(), ApplyError> {
    if !holding.is_sound() {
        return Err(ApplyError::Balance);
    }
    records.set_holding(asset, holding);
    Ok(())
}

/// Accepts exactly the next number.
fn sequence(next: &mut u64, seq: u64) -> Result<(), ApplyError> {
    if seq != *next {
        return Err(ApplyError::Sequence);
    }
    *next = next.checked_add(1).ok_or(ApplyError::Sequence)?;
    Ok(())
}

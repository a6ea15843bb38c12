//! Withdrawals: checked against the address book, held, sent, confirmed.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Address, FundingStatus, address_by_id, check_amount};
use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    draft::Draft,
    event::{Event, Reply},
    ids::{AddressId, FundingId},
    ledger::LedgerSource,
    micros::Micros,
    money,
    venue::Venue,
};

/// An order to withdraw. Amounts in the asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdraw {
    /// The asset.
    pub asset: Asset,
    /// Name of a saved, verified address.
    pub key: String,
    /// The address the caller believes to be saved under the name.
    pub address: Option<String>,
    /// What leaves the balance, fee included.
    pub amount: Decimal,
    /// Refuse if the fee is greater.
    pub max_fee: Option<Decimal>,
}

/// An order to withdraw to the address of an id. Amounts in the asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawTo {
    /// The asset.
    pub asset: Asset,
    /// A saved, verified address that takes it.
    pub id: AddressId,
    /// The address the caller believes to be saved under the id.
    pub address: Option<String>,
    /// What leaves the balance, fee included.
    pub amount: Decimal,
    /// Refuse if the fee is greater.
    pub max_fee: Option<Decimal>,
}

/// A withdrawal. Amounts in the asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Its reference.
    pub id: FundingId,
    /// The asset.
    pub asset: Asset,
    /// Name of the address.
    pub key: Box<str>,
    /// The address, as it was when the withdrawal was made.
    pub address: Box<str>,
    /// The saved address it goes to, which may be gone by now; none in records of releases that gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<AddressId>,
    /// Who asked for it, by the number that whoever passed the command on knows them by; none if nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<u64>,
    /// What is sent, fee not included.
    pub amount: Decimal,
    /// The fee.
    pub fee: Decimal,
    /// When it was asked for.
    pub at: Micros,
    /// Where it stands.
    pub status: FundingStatus,
    /// When the status last changed.
    pub changed_at: Micros,
}

impl Withdrawal {
    /// What is held until it is sent: amount and fee.
    pub(crate) fn gross(&self) -> Result<Decimal, money::Overflow> {
        money::add(self.amount, self.fee)
    }
}

/// What a withdrawal would come to. Amounts in the asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawInfo {
    /// Kraken's name of the method.
    pub method: &'static str,
    /// Most that can be withdrawn now, fee included.
    pub limit: Decimal,
    /// What would be sent, fee not included.
    pub amount: Decimal,
    /// The fee.
    pub fee: Decimal,
}

fn find_address<'a>(
    venue: &'a Venue,
    account: AccountNo,
    asset: Asset,
    key: &str,
) -> Result<&'a Address, VenueError> {
    let mut saved = venue.addresses(account);
    let named = saved.find(|address| address.takes(asset) && &*address.key == key);
    confirmed(named.ok_or(VenueError::UnknownWithdrawKey)?)
}

/// Refuses an address that nobody has confirmed.
const fn confirmed(saved: &Address) -> Result<&Address, VenueError> {
    if saved.verified { Ok(saved) } else { Err(VenueError::UnconfirmedAddress) }
}

/// What a withdrawal of `amount` (fee included) to a saved address would come to.
pub(crate) fn quote(
    venue: &Venue,
    account: AccountNo,
    asset: Asset,
    key: &str,
    amount: Decimal,
) -> Result<WithdrawInfo, VenueError> {
    find_address(venue, account, asset, key)?;
    check_amount(asset, amount)?;
    let funding = asset.funding();
    if amount < funding.withdrawal_minimum {
        return Err(VenueError::InvalidAmount);
    }
    let net = money::sub(amount, funding.withdrawal_fee)?;
    let limit = venue.holding(account, asset).available();
    Ok(WithdrawInfo { method: funding.method, limit, amount: net, fee: funding.withdrawal_fee })
}

/// Begins a withdrawal: the amount is held.
pub(crate) fn request(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &Withdraw,
) -> Result<Reply, VenueError> {
    draft.account(account)?;
    let saved = find_address(draft.venue, account, order.asset, &order.key)?.clone();
    if order.address.as_deref().is_some_and(|believed| believed != &*saved.address) {
        return Err(VenueError::WithdrawalAddressMismatch);
    }
    let info = quote(draft.venue, account, order.asset, &order.key, order.amount)?;
    if order.max_fee.is_some_and(|most| info.fee > most) {
        return Err(VenueError::MaxFeeExceeded);
    }
    draft.hold(account, order.asset, order.amount).map_err(|_| VenueError::InvalidAmount)?;
    let (id, at) = (draft.funding_id(), draft.at);
    let to = Some(draft.venue.address_id(&saved));
    let (asset, Address { key, address, .. }) = (order.asset, saved);
    let status = FundingStatus::Initial;
    let withdrawal = Withdrawal {
        id,
        asset,
        key,
        address,
        saved: to,
        asked_by: None,
        amount: info.amount,
        fee: info.fee,
        at,
        status,
        changed_at: at,
    };
    draft.events.push(Event::WithdrawalRequested { account, withdrawal });
    Ok(Reply::Withdrawing { id })
}

/// Begins a withdrawal to the address of an id, which the name it has now stands for.
pub(crate) fn request_to(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &WithdrawTo,
) -> Result<Reply, VenueError> {
    let saved = address_by_id(draft.venue, draft.account(account)?, order.id)?;
    if !saved.takes(order.asset) {
        return Err(VenueError::UnknownWithdrawKey);
    }
    let (key, address) = (saved.key.to_string(), order.address.clone());
    let order = Withdraw { asset: order.asset, key, address, amount: order.amount, max_fee: order.max_fee };
    request(draft, account, &order)
}

/// Cancels a withdrawal that has not been sent.
pub(crate) fn cancel(
    draft: &mut Draft<'_>,
    account: AccountNo,
    asset: Asset,
    id: FundingId,
) -> Result<Reply, VenueError> {
    draft.account(account)?;
    let withdrawal = draft
        .venue
        .withdrawal(account, id)
        .filter(|known| known.asset == asset)
        .ok_or(VenueError::UnknownReference)?;
    if withdrawal.status != FundingStatus::Initial {
        return Err(VenueError::TooLateToCancel);
    }
    let event =
        Event::WithdrawalAdvanced { at: draft.at, account, id, status: FundingStatus::Canceled, row: None };
    draft.events.push(event);
    Ok(Reply::WithdrawalCancelled)
}

/// Moves a withdrawal on to its next status at an instant; the first step sends and books it.
pub(crate) fn advance(
    draft: &mut Draft<'_>,
    account: AccountNo,
    withdrawal: &Withdrawal,
    status: FundingStatus,
    at: Micros,
) -> Result<(), VenueError> {
    let row = match status {
        FundingStatus::Pending => {
            draft.release(account, withdrawal.asset, withdrawal.gross()?)?;
            let source = LedgerSource::Withdrawal(withdrawal.id);
            Some(draft.book(account, source, withdrawal.asset, -withdrawal.amount, withdrawal.fee, at)?)
        }
        _ => None,
    };
    draft.events.push(Event::WithdrawalAdvanced { at, account, id: withdrawal.id, status, row });
    Ok(())
}

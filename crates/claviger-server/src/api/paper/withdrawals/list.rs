//! The account's withdrawals.

use super::super::super::cursor::{List, after_id, read_after_id};
use super::super::super::failure::Failure;
use super::super::super::reply::Reply;
use super::super::super::shell::Call;
use super::super::failure;
use claviger::core::id::KeyId;
use claviger::core::time::Timestamp;
use claviger_venue::{FundingStatus, Withdrawal};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of withdrawals.
#[derive(Serialize, ToSchema)]
#[schema(as = WithdrawalPage)]
pub(in super::super::super) struct WithdrawalPage {
    /// The withdrawals.
    items: Vec<WithdrawalJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// A withdrawal. Amounts are decimals in texts.
#[derive(Serialize, ToSchema)]
#[schema(as = Withdrawal)]
pub(crate) struct WithdrawalJson {
    /// Its reference.
    reference: String,
    /// The asset.
    #[schema(example = "XBT")]
    asset: &'static str,
    /// What is sent, without the fee.
    amount: String,
    /// The fee.
    fee: String,
    /// The name its address had.
    key: String,
    /// The address.
    address: String,
    /// `initial`, it may still be cancelled; `pending`, sent; `settled`, confirmed by the network; `success`; `canceled`.
    #[schema(example = "success")]
    status: &'static str,
    /// When it was asked for.
    #[schema(format = DateTime)]
    at: String,
    /// The key that asked for it; null if that is not on record.
    #[schema(example = "key_0123456789ab")]
    asked_by: Option<String>,
    /// When its status last changed.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl WithdrawalJson {
    pub(crate) fn of(withdrawal: &Withdrawal) -> Self {
        let time = |at: claviger_venue::Micros| Timestamp::from_micros(at.0).to_string();
        WithdrawalJson {
            reference: withdrawal.id.to_string(),
            asset: withdrawal.asset.altname(),
            amount: withdrawal.asset.format(withdrawal.amount),
            fee: withdrawal.asset.format(withdrawal.fee),
            key: withdrawal.key.to_string(),
            address: withdrawal.address.to_string(),
            status: status(withdrawal.status),
            at: time(withdrawal.at),
            asked_by: withdrawal.asked_by.map(|key| KeyId::from_u64(key).to_string()),
            changed_at: time(withdrawal.changed_at),
        }
    }
}

/// The stable machine-readable text.
pub(crate) const fn status(status: FundingStatus) -> &'static str {
    match status {
        FundingStatus::Initial => "initial",
        FundingStatus::Pending => "pending",
        FundingStatus::Settled => "settled",
        FundingStatus::Success => "success",
        FundingStatus::Canceled => "canceled",
    }
}

/// Lists the account's withdrawals, newest first. Keys make them; nobody does by hand.
#[utoipa::path(get, path = "/paper/withdrawals", tag = "paper", operation_id = "paper.withdrawal-list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of withdrawals.", body = WithdrawalPage)))]
pub(in super::super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let (limit, before) = (query.limit()?, query.cursor(|text| read_after_id(List::Withdrawals, text))?);
    let all = call.state.paper.withdrawals(call.caller.account, before, limit + 1).await.map_err(failure)?;
    let last = all.get(limit).and(all.get(limit - 1));
    let next = last.map(|withdrawal| after_id(List::Withdrawals, &withdrawal.id));
    let items = all.iter().take(limit).map(WithdrawalJson::of).collect();
    Ok(Reply::ok(&WithdrawalPage { items, next })?)
}

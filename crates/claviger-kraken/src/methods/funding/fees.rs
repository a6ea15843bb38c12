//! `GET /funding/v1/fees/{method_id}`: what a deposit or a withdrawal comes to.

use super::super::private::View;
use super::shape::{Amount, bare};
use super::{ids, quote};
use crate::error::KrakenError;
use crate::method::Direction;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
struct Quote {
    fee: Amount,
    gross_amount: Amount,
    net_amount: Amount,
    fee_details: FeeDetails,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawal_fee_token: Option<String>,
}

#[derive(Serialize)]
struct FeeDetails {
    base_fee: Amount,
    fee_percentage: &'static str,
}

pub(super) fn answer(id: &str, query: &Params<'_>, view: &View<'_>) -> Answer {
    let (direction, asset) = ids::find(id).ok_or(KrakenError::NoFundingMethod)?;
    let amount = read::needed_decimal(query, "amount")?;
    let fee = match direction {
        Direction::Deposit => Decimal::ZERO,
        Direction::Withdraw => asset.funding().withdrawal_fee,
    };
    if let Some(token) = query.one("withdrawal_fee_token")? {
        quote::check(token, asset, view.now, "withdrawal_fee_token")?;
    }
    let (gross, net) = gross_and_net(amount, fee, read::flag(query, "fee_included")?)?;
    let of = |amount| Amount::new(asset, amount);
    bare(&Quote {
        fee: of(fee),
        gross_amount: of(gross),
        net_amount: of(net),
        fee_details: FeeDetails { base_fee: of(fee), fee_percentage: "0" },
        withdrawal_fee_token: (direction == Direction::Withdraw).then(|| quote::token(asset, view.now)),
    })
}

/// What leaves and what arrives, if `amount` is the one or the other. What a fee would use up:
/// `EFunding:Invalid amount`.
pub(super) fn gross_and_net(
    amount: Decimal,
    fee: Decimal,
    included: bool,
) -> Result<(Decimal, Decimal), KrakenError> {
    let sides = if included {
        amount.checked_sub(fee).map(|net| (amount, net))
    } else {
        amount.checked_add(fee).map(|gross| (gross, amount))
    };
    sides.filter(|(_, net)| *net > Decimal::ZERO).ok_or(KrakenError::InvalidAmount)
}

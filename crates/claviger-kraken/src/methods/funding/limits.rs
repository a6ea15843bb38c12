//! `GET /funding/v1/limits/…/{asset_class}/{asset}`: nothing limits here but what is there.

use super::super::private::View;
use super::ids;
use super::shape::{Amount, bare, class};
use crate::error::KrakenError;
use crate::method::Direction;
use crate::methods::Answer;
use crate::shape::object;
use claviger_venue::Asset;
use serde::Serialize;

#[derive(Serialize)]
struct Deposit {
    method_id: String,
    limits: [(); 0],
}

#[derive(Serialize)]
struct Withdrawals {
    available_balance: Amount,
    withdrawal_limits: [Withdrawal; 1],
}

#[derive(Serialize)]
struct Withdrawal {
    method_id: String,
    maximum_amount: Amount,
    maximum_reason: &'static str,
    limits: [(); 0],
}

pub(super) fn answer(direction: Direction, (of, name): (&str, &str), view: &View<'_>) -> Answer {
    if !class(Some(of), "asset_class")? {
        return Err(KrakenError::UnknownFundingAsset);
    }
    let asset = Asset::find(name).ok_or(KrakenError::UnknownFundingAsset)?;
    let (method_id, limits) = (ids::method(direction, asset), []);
    match direction {
        Direction::Deposit => bare(&object([("deposit_limits", [Deposit { method_id, limits }])])),
        Direction::Withdraw => {
            let available = || Amount::new(asset, view.venue.holding(view.account, asset).available());
            let maximum_reason = "balance";
            let row = Withdrawal { method_id, maximum_amount: available(), maximum_reason, limits };
            bare(&Withdrawals { available_balance: available(), withdrawal_limits: [row] })
        }
    }
}

//! `Withdraw`: sends funds to a saved address.

use super::Act;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::{Command, Reply, Withdraw};

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    let max_fee = match params.given("max_fee")? {
        // Somebody who sets a limit and leaves it empty did not mean "no limit".
        Some("") => return Err(KrakenError::InvalidArgument("max_fee")),
        _ => read::decimal(params, "max_fee")?,
    };
    let withdraw = Withdraw {
        asset: read::needed_asset(params)?,
        key: params.need("key")?.to_owned(),
        // An empty address is compared like any other, and matches none.
        address: params.given("address")?.map(str::to_owned),
        amount: read::needed_decimal(params, "amount")?,
        max_fee,
    };
    Ok(Act::command(Command::Withdraw(withdraw), |_, reply| match reply {
        Reply::Withdrawing { id } => Some(success(&object([("refid", id)]))),
        _ => None,
    }))
}

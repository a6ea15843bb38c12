//! `PUT /funding/v1/deposit/address`: one more deposit address.

use super::super::private::Act;
use super::shape::{Details, bare};
use super::{ids, only};
use crate::error::KrakenError;
use crate::method::Direction;
use crate::parse::Params;
use crate::shape::object;
use claviger_venue::{Command, Reply};

pub(super) fn act(body: &Params<'_>) -> Result<Act, KrakenError> {
    only(body, &["method_id"])?;
    let asset =
        ids::asset_of(Direction::Deposit, body.need("method_id")?).ok_or(KrakenError::NoFundingMethod)?;
    Ok(Act::command(Command::ClaimDepositAddress { asset }, |_, reply| match reply {
        Reply::DepositAddress(made) => {
            Some(bare(&object([("address_details", Details::new(made.asset, &made.address))])))
        }
        _ => None,
    }))
}

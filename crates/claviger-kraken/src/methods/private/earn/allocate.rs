//! `Earn/Allocate`: sets funds aside under a strategy.

use super::super::Act;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use claviger_venue::{Command, Reply};

pub(crate) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    let (strategy, amount) = (super::strategy(params)?, read::needed_decimal(params, "amount")?);
    Ok(Act::command(Command::Allocate { strategy, amount }, |_, reply| match reply {
        Reply::Allocated => Some(success(&true)),
        _ => None,
    }))
}

//! `WithdrawCancel`: cancels a withdrawal that has not been sent.

use super::Act;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use claviger_venue::{Command, Reply};

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    let asset = read::needed_asset(params)?;
    let id = params.need("refid")?.parse().map_err(|_| KrakenError::UnknownReference)?;
    Ok(Act::command(Command::WithdrawCancel { asset, id }, |_, reply| match reply {
        Reply::WithdrawalCancelled => Some(success(&true)),
        _ => None,
    }))
}

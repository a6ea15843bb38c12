//! `DepositAddresses`: where to deposit an asset; with `new`, one more.

use super::{Act, View};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use claviger_venue::{Asset, Command, Reply};
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    address: String,
    expiretm: &'static str,
    new: bool,
}

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    let asset = read::needed_asset(params)?;
    read::check_method(params, asset)?;
    if !read::flag(params, "new")? {
        return Ok(Act::Nothing(Box::new(move |view| addresses(view, asset))));
    }
    Ok(Act::command(Command::NewDepositAddress { asset }, move |view, reply| match reply {
        Reply::DepositAddress(_) => Some(addresses(view, asset)),
        _ => None,
    }))
}

/// All addresses of the asset, the newest first.
fn addresses(view: &View<'_>, asset: Asset) -> Answer {
    let known = view.venue.deposit_addresses(view.account, asset).into_iter().rev();
    let rows = known.map(|known| Row { address: known.address, expiretm: "0", new: known.new });
    success(&rows.collect::<Vec<_>>())
}

//! `WithdrawInfo`: what a withdrawal would come to.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::Fixed;
use serde::Serialize;

#[derive(Serialize)]
struct Info {
    method: &'static str,
    limit: Fixed,
    amount: Fixed,
    fee: Fixed,
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let asset = read::needed_asset(params)?;
    let amount = read::needed_decimal(params, "amount")?;
    let info = view.venue.withdraw_info(view.account, asset, params.need("key")?, amount)?;
    let of = |amount| Fixed::amount(asset, amount);
    success(&Info { method: info.method, limit: of(info.limit), amount: of(info.amount), fee: of(info.fee) })
}

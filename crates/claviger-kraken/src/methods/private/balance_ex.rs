//! `BalanceEx`: what the account has, and what of it is held for orders and withdrawals.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::{Fixed, object};
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    balance: Fixed,
    hold_trade: Fixed,
}

pub(super) fn answer(_: &Params<'_>, view: &View<'_>) -> Answer {
    let balances = view.venue.balances(view.account);
    success(&object(balances.map(|(asset, holding)| {
        let amount = |amount| Fixed::amount(asset, amount);
        (asset.id(), Row { balance: amount(holding.total), hold_trade: amount(holding.held) })
    })))
}

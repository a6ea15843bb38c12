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
    success(&object(view.balances().map(|(name, held)| {
        let amount = |amount| Fixed::amount(name.asset, amount);
        (name, Row { balance: amount(held.total), hold_trade: amount(held.held) })
    })))
}

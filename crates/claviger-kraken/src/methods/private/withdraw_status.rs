//! `WithdrawStatus`: withdrawals, newest first.

use super::View;
use super::transfers::{Row, page};
use crate::methods::Answer;
use crate::parse::Params;

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    page(params, view, "withdrawals", view.venue.withdrawals(view.account).map(Row::withdrawal))
}

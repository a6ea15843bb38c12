//! `Earn/AllocateStatus` and `Earn/DeallocateStatus`: whether a move is under way. What could not be done was refused by the
//! call that asked for it, so there is no failure to tell here either.

use super::super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use serde::Serialize;

#[derive(Serialize)]
struct Status {
    pending: bool,
}

pub(crate) fn answer(params: &Params<'_>, _: &View<'_>) -> Answer {
    super::strategy(params)?;
    success(&Status { pending: false })
}

//! `OpenPositions`: there are none, since nothing here is traded on margin. What is asked is checked all the same.
//!
//! Positions come by their ids, those put together by market as a list: clients read the one and the other.

use super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::limits::MAX_ORDER_IDS;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use serde_json::Map;

pub(super) fn answer(params: &Params<'_>, _: &View<'_>) -> Answer {
    params.list("txid", MAX_ORDER_IDS)?;
    read::flag(params, "docalcs")?;
    match params.one("consolidation")? {
        None => success(&Map::new()),
        Some(text) if text.eq_ignore_ascii_case("market") => success(&[(); 0]),
        Some(_) => Err(KrakenError::InvalidArgument("consolidation")),
    }
}

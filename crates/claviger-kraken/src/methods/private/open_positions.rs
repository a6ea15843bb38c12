//! `OpenPositions`: there are none, since nothing here is traded on margin. What is asked is checked all the same.

use super::View;
use crate::envelope::success;
use crate::limits::MAX_ORDER_IDS;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use serde_json::Map;

pub(super) fn answer(params: &Params<'_>, _: &View<'_>) -> Answer {
    params.list("txid", MAX_ORDER_IDS)?;
    read::flag(params, "docalcs")?;
    read::refuse(params, "consolidation", &["market"])?;
    success(&Map::new())
}

//! `QueryTrades`: fills by id.

use super::View;
use super::rows::TradeInfo;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::limits::MAX_RECORD_IDS;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let ids = params.list("txid", MAX_RECORD_IDS)?;
    if ids.is_empty() {
        return Err(KrakenError::InvalidArgument("txid"));
    }
    let ledgers = read::flag(params, "ledgers")?;
    let window = view.window();
    let found = ids.into_iter().filter_map(|id| view.venue.trade(view.account, id.parse().ok()?));
    let seen = found.filter(|trade| window.contains(trade.at));
    success(&object(seen.map(|trade| (trade.id, TradeInfo::of(view, trade, ledgers)))))
}

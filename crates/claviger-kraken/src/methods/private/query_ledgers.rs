//! `QueryLedgers`: ledger entries by id.

use super::View;
use super::rows::LedgerInfo;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::limits::MAX_RECORD_IDS;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::object;

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let ids = params.list("id", MAX_RECORD_IDS)?;
    if ids.is_empty() {
        return Err(KrakenError::InvalidArgument("id"));
    }
    let window = view.window();
    let found = ids.into_iter().filter_map(|id| view.venue.ledger_row(view.account, id.parse().ok()?));
    let seen = found.filter(|row| window.contains(row.at));
    success(&object(seen.map(|row| (row.id, LedgerInfo::from(row)))))
}

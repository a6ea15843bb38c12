//! What the methods about reports have in common.

use super::View;
use crate::error::KrakenError;
use crate::parse::Params;
use claviger_core::action::{History, OrderFacts};
use claviger_venue::{AccountNo, Export, ExportId, Report, Venue};

const UNKNOWN: KrakenError = KrakenError::InvalidArgument("id");

/// The kind of report that `report` names.
pub(super) fn report(params: &Params<'_>) -> Result<Report, KrakenError> {
    Report::find(params.need("report")?).ok_or(KrakenError::InvalidArgument("report"))
}

/// The id that `id` names; what cannot be one is as unknown as one that nobody was given.
pub(super) fn id(params: &Params<'_>) -> Result<ExportId, KrakenError> {
    params.need("id")?.parse().map_err(|_| UNKNOWN)
}

/// The report of `id`.
pub(super) fn find<'v>(params: &Params<'_>, view: &View<'v>) -> Result<&'v Export, KrakenError> {
    view.venue.export(view.account, id(params)?, view.now).ok_or(UNKNOWN)
}

/// What is asked for by `report`.
pub(super) fn facts_of_request(params: &Params<'_>) -> OrderFacts {
    OrderFacts { report: report(params).ok().map(history), ..OrderFacts::default() }
}

/// What the report of `id` is of.
pub(super) fn facts_of_id(params: &Params<'_>, venue: &Venue, account: AccountNo) -> OrderFacts {
    let known = id(params).ok().and_then(|id| venue.export(account, id, venue.clock()));
    OrderFacts { report: known.map(|export| history(export.report)), ..OrderFacts::default() }
}

const fn history(report: Report) -> History {
    match report {
        Report::Trades => History::Trades,
        Report::Ledgers => History::Ledger,
    }
}

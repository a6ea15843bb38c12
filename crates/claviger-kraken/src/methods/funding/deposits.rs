//! `GET /funding/v1/deposits`: deposits, newest first.

use super::super::private::View;
use super::page::paged;
use super::scope::Scope;
use super::shape::{Amount, Asked, Rfc3339, bare};
use super::{ids, span};
use crate::error::KrakenError;
use crate::method::Direction;
use crate::methods::Answer;
use crate::parse::Params;
use claviger_venue::{Deposit, FundingId, FundingStatus};
use rust_decimal::Decimal;
use serde::Serialize;

/// Most rows of a page.
const MOST: usize = 500;
/// Statuses, in the order in which they come.
const STATUSES: [&str; 5] = ["initial", "pending", "settled", "success", "failure"];

#[derive(Serialize)]
struct Deposits {
    deposits: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

#[derive(Serialize)]
struct Row {
    deposit_id: FundingId,
    method_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_id: Option<String>,
    status: &'static str,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    fee: Option<Amount>,
    create_time: Rfc3339,
}

impl From<&Deposit> for Row {
    fn from(row: &Deposit) -> Self {
        let done = row.status == FundingStatus::Success;
        Row {
            deposit_id: row.id,
            method_id: ids::method(Direction::Deposit, row.asset),
            network_id: ids::network(row.asset),
            status: STATUSES.get(place(row.status)).copied().unwrap_or_default(),
            amount: Amount::new(row.asset, row.amount),
            fee: done.then(|| Amount::new(row.asset, Decimal::ZERO)),
            create_time: Rfc3339(row.at),
        }
    }
}

const fn place(status: FundingStatus) -> usize {
    match status {
        FundingStatus::Initial => 0,
        FundingStatus::Pending => 1,
        FundingStatus::Settled => 2,
        FundingStatus::Success => 3,
        FundingStatus::Canceled => 4,
    }
}

/// Which statuses are asked for: those of `status[list][…]`, or those from `status[range][start]` to
/// `status[range][end]`.
fn statuses(query: &Params<'_>) -> Result<[bool; 5], KrakenError> {
    let find = |text: &str| {
        STATUSES.iter().position(|known| *known == text).ok_or(KrakenError::InvalidArgument("status"))
    };
    let listed = query.iter().filter(|(name, _)| name.starts_with("status[list]"));
    let listed = listed.map(|(_, text)| find(text)).collect::<Result<Vec<_>, _>>()?;
    let bound = |name, none| query.one(name)?.map_or(Ok(none), find);
    let range = bound("status[range][start]", 0)?..=bound("status[range][end]", 4)?;
    if !listed.is_empty() && range != (0..=4) {
        return Err(KrakenError::InvalidArgument("status"));
    }
    let asked = |at: usize| range.contains(&at) && (listed.is_empty() || listed.contains(&at));
    Ok([asked(0), asked(1), asked(2), asked(3), asked(4)])
}

pub(super) fn answer(query: &Params<'_>, view: &View<'_>) -> Answer {
    paged(query, MOST, |query, page| {
        let (asked, scope) = (Asked::of(query)?, Scope::of(query, Direction::Deposit)?);
        let (statuses, window) = (statuses(query)?, span::window(query, view)?);
        let is_asked = |row: &&Deposit| {
            asked.takes(row.asset)
                && scope.is_none_or(|scope| scope.takes(row.asset))
                && statuses.get(place(row.status)).copied().unwrap_or_default()
                && window.contains(row.at)
        };
        let rows = view.venue.deposits(view.account).filter(is_asked);
        let (rows, next_cursor) = page.rows(rows, |row| row.id.to_string())?;
        bare(&Deposits { deposits: rows.into_iter().map(Row::from).collect(), next_cursor })
    })
}

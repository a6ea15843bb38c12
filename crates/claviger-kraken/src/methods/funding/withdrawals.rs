//! `GET /funding/v1/withdrawals`: withdrawals, newest first.

use super::super::private::View;
use super::page::paged;
use super::scope::Scope;
use super::shape::{Amount, Asked, Rfc3339, bare};
use super::{ids, span};
use crate::error::KrakenError;
use crate::method::Direction;
use crate::methods::Answer;
use crate::parse::Params;
use claviger_venue::{AddressId, FundingId, FundingStatus, Withdrawal};
use serde::Serialize;

/// Most rows of a page.
const MOST: usize = 500;

#[derive(Serialize)]
struct Withdrawals {
    withdrawals: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

#[derive(Serialize)]
struct Row {
    withdrawal_id: FundingId,
    method_id: String,
    status: &'static str,
    amount: Amount,
    fee: Amount,
    create_time: Rfc3339,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_id: Option<AddressId>,
}

impl From<&Withdrawal> for Row {
    fn from(row: &Withdrawal) -> Self {
        Row {
            withdrawal_id: row.id,
            method_id: ids::method(Direction::Withdraw, row.asset),
            status: status(row.status),
            amount: Amount::new(row.asset, row.amount),
            fee: Amount::new(row.asset, row.fee),
            create_time: Rfc3339(row.at),
            address_id: row.saved,
        }
    }
}

const fn status(status: FundingStatus) -> &'static str {
    match status {
        FundingStatus::Initial | FundingStatus::Pending | FundingStatus::Settled => "pending",
        FundingStatus::Success => "success",
        FundingStatus::Canceled => "failed",
    }
}

pub(super) fn answer(query: &Params<'_>, view: &View<'_>) -> Answer {
    paged(query, MOST, |query, page| {
        let (asked, scope) = (Asked::of(query)?, Scope::of(query, Direction::Withdraw)?);
        let wanted = query.one("status")?;
        if wanted.is_some_and(|wanted| !matches!(wanted, "pending" | "success" | "failed")) {
            return Err(KrakenError::InvalidArgument("status"));
        }
        let window = span::window(query, view)?;
        let is_asked = |row: &&Withdrawal| {
            asked.takes(row.asset)
                && scope.is_none_or(|scope| scope.takes(row.asset))
                && wanted.is_none_or(|wanted| wanted == status(row.status))
                && window.contains(row.at)
        };
        let rows = view.venue.withdrawals(view.account).filter(is_asked);
        let (rows, next_cursor) = page.rows(rows, |row| row.id.to_string())?;
        bare(&Withdrawals { withdrawals: rows.into_iter().map(Row::from).collect(), next_cursor })
    })
}

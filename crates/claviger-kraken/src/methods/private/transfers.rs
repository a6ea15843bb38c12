//! How deposits and withdrawals look in an answer, and their pages.

use super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, object};
use claviger_venue::{Asset, Deposit, FundingId, FundingStatus, Micros, Window, Withdrawal};
use rust_decimal::Decimal;
use serde::Serialize;

/// Rows of a page unless asked otherwise, and at most.
const USUAL: usize = 25;
const MOST: usize = 500;

/// One deposit or withdrawal.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    method: &'static str,
    network: &'static str,
    aclass: &'static str,
    asset: &'static str,
    refid: FundingId,
    txid: Option<String>,
    info: Option<&'a str>,
    amount: Fixed,
    fee: Fixed,
    time: i64,
    status: &'static str,
    #[serde(rename = "status-prop", skip_serializing_if = "Option::is_none")]
    status_prop: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip)]
    of: Asset,
    #[serde(skip)]
    at: Micros,
}

impl<'a> Row<'a> {
    fn new(of: Asset, refid: FundingId, amount: Decimal, at: Micros, status: FundingStatus) -> Self {
        let funding = of.funding();
        let sent = !matches!(status, FundingStatus::Initial | FundingStatus::Canceled);
        Row {
            method: funding.method,
            network: funding.network,
            aclass: "currency",
            asset: of.id(),
            refid,
            // No network carries paper, and the name of the transaction says so.
            txid: sent.then(|| format!("paper-{refid}")),
            info: None,
            amount: Fixed::amount(of, amount),
            fee: Fixed::amount(of, Decimal::ZERO),
            time: at.secs(),
            status: status.as_str(),
            status_prop: (status == FundingStatus::Canceled).then_some("canceled"),
            key: None,
            of,
            at,
        }
    }

    /// A deposit.
    pub(super) fn deposit(deposit: &'a Deposit) -> Self {
        Row::new(deposit.asset, deposit.id, deposit.amount, deposit.at, deposit.status)
    }

    /// A withdrawal.
    pub(super) fn withdrawal(row: &'a Withdrawal) -> Self {
        let (info, key) = (Some(&*row.address), Some(&*row.key));
        let fee = Fixed::amount(row.asset, row.fee);
        Row { info, key, fee, ..Row::new(row.asset, row.id, row.amount, row.at, row.status) }
    }
}

/// A page of `rows`, newest first: an array, or, where `cursor` is used, an object with the rows
/// under `name`.
pub(super) fn page<'a>(
    params: &Params<'_>,
    view: &View<'_>,
    name: &'static str,
    rows: impl Iterator<Item = Row<'a>>,
) -> Answer {
    let asset = read::funding_asset(params)?;
    if let Some(asset) = asset {
        read::check_method(params, asset)?;
    }
    let method = params.one("method")?;
    let window = span(params, view)?;
    let limit = read::integer(params, "limit")?.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(KrakenError::InvalidArgument("limit"));
    }
    let asked = |row: &Row<'_>| {
        asset.is_none_or(|asset| row.of == asset)
            && method.is_none_or(|method| row.method.eq_ignore_ascii_case(method))
            && window.contains(row.at)
    };
    let rows = rows.filter(asked);
    match params.one("cursor")? {
        None | Some("false" | "False" | "0") => success(&rows.take(limit).collect::<Vec<_>>()),
        Some("true" | "True" | "1") => with_cursor(name, rows, limit),
        Some(text) => {
            let after: FundingId = text.parse().map_err(|_| KrakenError::InvalidArgument("cursor"))?;
            with_cursor(name, rows.skip_while(|row| row.refid != after).skip(1), limit)
        }
    }
}

fn with_cursor<'a>(name: &'static str, rows: impl Iterator<Item = Row<'a>>, limit: usize) -> Answer {
    let mut rows = rows.fuse();
    let page: Vec<_> = rows.by_ref().take(limit).collect();
    let more = rows.next().is_some();
    let next = page.last().map(|row| row.refid).filter(|_| more);
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Part<'a> {
        Rows(Vec<Row<'a>>),
        Next(Option<FundingId>),
    }
    success(&object([(name, Part::Rows(page)), ("next_cursor", Part::Next(next))]))
}

fn span(params: &Params<'_>, view: &View<'_>) -> Result<Window, KrakenError> {
    let (venue, account) = (view.venue, view.account);
    view.asked(params, |id| {
        let id = id.parse().ok()?;
        let deposit = venue.deposit(account, id).map(|row| row.at);
        deposit.or_else(|| venue.withdrawal(account, id).map(|row| row.at))
    })
}

//! `Ledgers`: every movement of money, fifty a page, the latest first.

use super::View;
use super::rows::LedgerInfo;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::{LedgerFilter, LedgerKind};
use serde::Serialize;

/// Kinds the exchange has and this one never writes.
const ABSENT: [&str; 15] = [
    "transfer",
    "margin",
    "adjustment",
    "rollover",
    "credit",
    "settled",
    "staking",
    "dividend",
    "sale",
    "conversion",
    "nfttrade",
    "nftcreatorfee",
    "nftrebate",
    "custodytransfer",
    "reward",
];

#[derive(Serialize)]
struct Ledger<T> {
    ledger: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
}

/// Which kinds are asked for.
enum Kinds {
    All,
    One(LedgerKind),
    None,
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let without_count = read::flag(params, "without_count")?;
    let booked = |id: &str| view.venue.ledger_row(view.account, id.parse().ok()?).map(|row| row.at);
    let mut filter = LedgerFilter {
        balances: read::balances(params)?,
        kind: None,
        window: view.asked(params, booked)?,
        offset: read::integer(params, "ofs")?.unwrap_or(0),
        without_count,
    };
    let (items, total) = match kinds(params)? {
        Kinds::None => (Vec::new(), 0),
        kinds => {
            if let Kinds::One(kind) = kinds {
                filter.kind = Some(kind);
            }
            let page = view.venue.ledger(view.account, &filter);
            (page.items, page.total)
        }
    };
    let ledger = object(items.into_iter().map(|row| (row.id, LedgerInfo::from(row))));
    success(&Ledger { ledger, count: (!without_count).then_some(total) })
}

fn kinds(params: &Params<'_>) -> Result<Kinds, KrakenError> {
    match params.one("type")? {
        None | Some("all") => Ok(Kinds::All),
        Some("trade") => Ok(Kinds::One(LedgerKind::Trade)),
        Some("deposit") => Ok(Kinds::One(LedgerKind::Deposit)),
        Some("withdrawal") => Ok(Kinds::One(LedgerKind::Withdrawal)),
        Some("earn") => Ok(Kinds::One(LedgerKind::Earn)),
        Some(kind) if ABSENT.contains(&kind) => Ok(Kinds::None),
        Some(_) => Err(KrakenError::InvalidArgument("type")),
    }
}

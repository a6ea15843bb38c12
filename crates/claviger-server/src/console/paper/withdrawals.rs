//! `/paper/withdrawals`: what keys sent out, and how far it is.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble};
use super::tab::{Tab, tabs};
use super::{exchange, failure, money, time};
use askama::Template;
use claviger::core::time::Timestamp;
use claviger_venue::{FundingId, FundingStatus, Withdrawal};

/// Withdrawals of a page.
const PAGE: usize = 50;

/// A withdrawal.
struct Line {
    at: Moment,
    amount: String,
    fee: String,
    key: String,
    address: String,
    /// In a word, and the class of the style sheet.
    status: (&'static str, &'static str),
    changed: Moment,
    reference: String,
}

impl Line {
    fn of(withdrawal: &Withdrawal, now: Timestamp) -> Self {
        Line {
            at: Moment::of(time(withdrawal.at), now),
            amount: money::named(withdrawal.asset, withdrawal.amount),
            fee: money::named(withdrawal.asset, withdrawal.fee),
            key: withdrawal.key.to_string(),
            address: withdrawal.address.to_string(),
            status: status(withdrawal.status),
            changed: Moment::of(time(withdrawal.changed_at), now),
            reference: withdrawal.id.to_string(),
        }
    }
}

pub(in super::super) const fn status(status: FundingStatus) -> (&'static str, &'static str) {
    match status {
        FundingStatus::Initial => ("Asked for", "cancel-only"),
        FundingStatus::Pending => ("Sent", "read-only"),
        FundingStatus::Settled => ("Confirmed", "read-only"),
        FundingStatus::Success => ("Done", "active"),
        FundingStatus::Canceled => ("Cancelled", "revoked"),
    }
}

#[derive(Template)]
#[template(path = "paper/withdrawals.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    older: Option<String>,
    is_first: bool,
}

/// Shows a page of them, newest first.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["before"], &[])?;
    let before = query.given("before").map(str::parse::<FundingId>).transpose();
    let before = before.map_err(|_| Trouble::malformed("there is no such withdrawal".to_owned()))?;
    let (desk, account, now) = (&exchange(&call)?.desk, call.caller().account, call.now());
    let all = desk.withdrawals(account, before, PAGE + 1).await.map_err(failure)?;
    let last = all.get(PAGE).and(all.get(PAGE - 1));
    let page = Page {
        frame: call.frame(Section::Paper, "Withdrawals"),
        tabs: tabs(&call, "/paper/withdrawals"),
        older: last.map(|withdrawal| format!("/paper/withdrawals?before={}", withdrawal.id)),
        lines: all.iter().take(PAGE).map(|withdrawal| Line::of(withdrawal, now)).collect(),
        is_first: before.is_none(),
    };
    Ok(Shown::page(&page)?)
}

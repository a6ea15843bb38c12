//! `/paper/addresses`: the address book.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::{Frame, Section};
use super::super::tab::{Tab, tabs};
use super::super::{exchange, failure};
use super::Line;
use askama::Template;
use claviger::manage::Operation;

#[derive(Template)]
#[template(path = "paper/addresses.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    waiting: Vec<Line>,
    confirmed: Vec<Line>,
    verify_new: bool,
    may_edit: bool,
}

/// Shows it: first what waits for a member.
pub(in super::super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let book = exchange(&call)?.desk.book(call.caller().account).await.map_err(failure)?;
    let lines = book.addresses.iter().map(|saved| Line::of(saved, call.now()));
    let (confirmed, waiting) = lines.partition(|line| line.is_confirmed);
    let page = Page {
        frame: call.frame(Section::Paper, "Withdrawal addresses"),
        tabs: tabs(&call, "/paper/addresses"),
        waiting,
        confirmed,
        verify_new: book.verify_new,
        may_edit: Operation::PaperAddressAdd.allows(call.caller().role),
    };
    Ok(Shown::page(&page)?)
}

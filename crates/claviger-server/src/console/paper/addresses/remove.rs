//! A saved address is removed, after a look at it.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::{Frame, Notice, Section};
use super::super::{exchange, failure};
use super::{Line, known};
use crate::api::paper::BookChange;
use crate::api::paper::changes::of_book;
use askama::Template;
use claviger::core::action::Action;

#[derive(Template)]
#[template(path = "paper/remove_address.html")]
struct Page {
    frame: Frame,
    line: Line,
}

/// The page that asks.
pub(in super::super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let saved = known(&call).await?;
    let frame = call.frame(Section::Paper, "Remove the address");
    Ok(Shown::page(&Page { frame, line: Line::of(&saved, call.now()) })?)
}

/// Removes it. Withdrawals to it that began go on.
pub(in super::super::super) async fn remove(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let saved = known(&call).await?;
    let mutation = of_book(call.caller(), (Action::AddressRemove, &saved), &());
    let desk = &exchange(&call)?.desk;
    desk.change_book(call.caller().account, BookChange::Remove(saved.0), mutation).await.map_err(failure)?;
    Ok(Shown::go("/paper/addresses").saying(Notice::AddressRemoved, call.state.secure))
}

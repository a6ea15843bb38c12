//! An address that a key saved or renamed is confirmed, after it was compared with where it comes from.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::{Frame, Notice, Section};
use super::super::{exchange, failure};
use super::{Line, known};
use crate::api::paper::changes::of_book;
use crate::api::paper::{BookChange, SavedAddress};
use askama::Template;
use claviger::core::action::Action;

#[derive(Template)]
#[template(path = "paper/confirm_address.html")]
struct Page {
    frame: Frame,
    line: Line,
    /// It was given another name since the page was shown.
    moved: bool,
}

/// The page that shows it whole.
pub(in super::super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let saved = known(&call).await?;
    if saved.1.verified {
        return Ok(Shown::go("/paper/addresses"));
    }
    ask(&call, &saved, false)
}

fn ask(call: &Call, saved: &SavedAddress, moved: bool) -> Result<Shown, Failure> {
    let frame = call.frame(Section::Paper, "Confirm the address");
    Ok(Shown::page(&Page { frame, line: Line::of(saved, call.now()), moved })?)
}

/// Confirms it, if it still has the name and the address that were looked at.
pub(in super::super::super) async fn confirm(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["key", "address"], &[])?;
    let (key, address) = (form.text("key").to_owned(), form.text("address").to_owned());
    let saved = known(&call).await?;
    if *key != *saved.1.key || *address != *saved.1.address {
        return Ok(ask(&call, &saved, true)?.refusing("it was changed in the meantime"));
    }
    let mutation = of_book(call.caller(), (Action::AddressConfirm, &saved), &());
    let change = BookChange::Confirm(saved.0, saved.1.key.clone());
    let desk = &exchange(&call)?.desk;
    desk.change_book(call.caller().account, change, mutation).await.map_err(failure)?;
    Ok(Shown::go("/paper/addresses").saying(Notice::AddressConfirmed, call.state.secure))
}

//! The first page.

use super::answer::Shown;
use super::call::Call;
use super::failure::Failure;
use super::page::{Frame, Section};
use askama::Template;

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    frame: Frame,
}

/// Shows it.
pub(super) async fn show(call: Call) -> Result<Shown, Failure> {
    Ok(Shown::page(&Page { frame: call.frame(Section::Home, "Home") })?)
}

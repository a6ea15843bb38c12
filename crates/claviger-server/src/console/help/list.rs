//! The screens there are.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Frame, Section};
use super::words::{Words, path, words};
use askama::Template;
use claviger::core::people::HelpPage;

#[derive(Template)]
#[template(path = "help/list.html")]
struct Page {
    frame: Frame,
    screens: Vec<Screen>,
}

/// A screen, with where it is.
pub(in super::super) struct Screen {
    pub(in super::super) href: &'static str,
    pub(in super::super) words: Words,
    /// It is the one that is shown.
    pub(in super::super) is_shown: bool,
}

/// All of them; `shown` is marked.
pub(super) fn screens(shown: Option<HelpPage>) -> Vec<Screen> {
    let screen =
        |page| Screen { href: path(page), words: words(page), is_shown: shown == Some(page) };
    HelpPage::ALL.map(screen).into()
}

/// Lists them.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let page = Page { frame: call.frame(Section::Help, "Help"), screens: screens(None) };
    Ok(Shown::page(&page)?)
}

//! The screens there are.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section};
use super::readers::{Readers, own, readers};
use super::words::{Words, path, words};
use askama::Template;
use claviger::core::people::HelpPage;

#[derive(Template)]
#[template(path = "help/list.html")]
struct Page {
    frame: Frame,
    screens: Vec<Screen>,
    /// The rules for who should have read them, if there is anybody to tell it of.
    is_person: bool,
}

/// A screen, with where it is.
pub(in super::super) struct Screen {
    pub(in super::super) href: &'static str,
    pub(in super::super) words: Words,
    /// It is the one that is shown.
    pub(in super::super) is_shown: bool,
    /// When whoever looks has read it.
    pub(in super::super) read: Option<Moment>,
    pub(in super::super) readers: Option<Readers>,
}

/// All of them; `shown` is marked.
pub(super) fn screens(call: &Call, shown: Option<HelpPage>) -> Vec<Screen> {
    let screen = |page| Screen {
        href: path(page),
        words: words(page),
        is_shown: shown == Some(page),
        read: own(call, page),
        readers: None,
    };
    HelpPage::ALL.map(screen).into()
}

/// Lists them.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let mut screens = screens(&call, None);
    for (screen, readers) in screens.iter_mut().zip(readers(&call).await.into_iter().flatten()) {
        screen.readers = Some(readers);
    }
    let is_person = call.visit.signed.is_some();
    let page = Page { frame: call.frame(Section::Help, "Help"), screens, is_person };
    Ok(Shown::page(&page)?)
}

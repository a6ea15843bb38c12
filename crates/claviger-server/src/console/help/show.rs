//! One screen.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble};
use super::list::{Screen, screens};
use super::readers::own;
use super::words::{Words, path, title, words};
use askama::Template;
use claviger::core::people::HelpPage;

#[derive(Template)]
#[template(path = "help/show.html")]
struct Page {
    frame: Frame,
    page: HelpPage,
    words: Words,
    /// When whoever looks has read it.
    read: Option<Moment>,
    is_person: bool,
    screens: Vec<Screen>,
    /// The one to read after it: title and path.
    next: Option<(&'static str, &'static str)>,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let page = call.id.as_deref().and_then(HelpPage::from_name).ok_or_else(Trouble::no_such_page)?;
    let words = words(page);
    let page = Page {
        frame: call.frame(Section::Help, words.title),
        page,
        words,
        read: own(&call, page),
        is_person: call.visit.signed.is_some(),
        screens: screens(&call, Some(page)),
        next: HelpPage::ALL
            .into_iter()
            .skip_while(|other| *other != page)
            .nth(1)
            .map(|next| (title(next), path(next))),
    };
    Ok(Shown::page(&page)?)
}

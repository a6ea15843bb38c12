//! Error pages: with the way back at hand for somebody known, and next to nothing for everybody else.

use super::super::ConsoleState;
use super::super::answer::Shown;
use super::super::assets::{self, Asset};
use super::super::visit::Visit;
use super::{Frame, Section, Theme, Trouble};
use askama::Template;
use axum::response::{IntoResponse as _, Response};

/// An error page.
pub(in super::super) struct TroublePage {
    status: http::StatusCode,
    text: Result<String, askama::Error>,
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct Within<'a> {
    frame: Frame,
    trouble: &'a Trouble,
}

#[derive(Template)]
#[template(path = "trouble_bare.html")]
struct Bare<'a> {
    theme: Theme,
    style: &'static str,
    mark: &'static str,
    trouble: &'a Trouble,
}

impl TroublePage {
    /// For somebody known.
    pub(in super::super) fn within(
        trouble: &Trouble,
        state: &ConsoleState,
        visit: &Visit,
        theme: Theme,
    ) -> Self {
        let frame = Frame::bare(state, visit, Section::Home, trouble.title.to_owned(), theme);
        TroublePage { status: trouble.status, text: Within { frame, trouble }.render() }
    }

    /// For everybody else.
    pub(in super::super) fn bare(trouble: &Trouble, theme: Theme) -> Self {
        let (style, mark) = (assets::path(Asset::Style), assets::path(Asset::Mark));
        TroublePage { status: trouble.status, text: Bare { theme, style, mark, trouble }.render() }
    }

    /// As what a handler answers.
    pub(in super::super) fn into_shown(self) -> Shown {
        Shown::written(self.status, self.text.unwrap_or_else(|_| "Something inside failed.".to_owned()))
    }

    /// The answer.
    pub(in super::super) fn into_response(self) -> Response {
        self.into_shown().into_response()
    }
}

//! A form that is carried out, for each path of the table.

use super::{keys, notices, own, paper, team};
use crate::create::hidden;
use crate::town::Town;
use crate::world::Answer;

/// A form that somebody may send, about something that is there.
pub(super) struct Form {
    pub(super) session: String,
    pub(super) path: String,
    pub(super) fields: Vec<(String, String)>,
}

impl Form {
    /// One of the owner's.
    pub(super) fn of_owner(town: &Town, path: &str, fields: &[(&str, &str)]) -> Self {
        Form::of(&town.sessions["owner"], path, fields)
    }

    /// One of whoever has this session.
    pub(super) fn of(session: &str, path: &str, fields: &[(&str, &str)]) -> Self {
        Form { session: session.to_owned(), path: path.to_owned(), fields: owned(fields) }
    }

    /// With what a page has in hidden fields.
    pub(super) fn with(mut self, page: &Answer) -> Self {
        self.fields.extend(hidden(page));
        self
    }
}

pub(super) fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What a path is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Keys,
    Notices,
    Paper,
    Team,
    /// Whatever is one's own, and whatever is new: nothing of the table is left out.
    Own,
}

pub(super) fn resource(path: &str) -> Resource {
    if path.starts_with("/settings/channels") || path.starts_with("/settings/deliveries") {
        return Resource::Notices;
    }
    match path.split('/').nth(1) {
        Some("notices") => Resource::Notices,
        Some("keys" | "stop") => Resource::Keys,
        Some("paper") => Resource::Paper,
        Some("team") => Resource::Team,
        _ => Resource::Own,
    }
}

/// The form of a path, and whatever it needs to be carried out.
pub(super) async fn of(town: &Town, path: &str) -> Form {
    let form = match resource(path) {
        Resource::Keys => keys::form(town, path).await,
        Resource::Notices => notices::form(town, path).await,
        Resource::Paper => paper::form(town, path).await,
        Resource::Team => team::form(town, path).await,
        Resource::Own => own::form(town, path).await,
    };
    form.unwrap_or_else(|| panic!("`{path}` is in the table and has no case in tests/console/entries"))
}

/// The text of a page between two others.
pub(super) fn between<'a>(page: &'a Answer, before: &str, behind: &str) -> &'a str {
    let rest = page.text.split_once(before).unwrap_or_else(|| panic!("no {before}: {}", page.text)).1;
    rest.split_once(behind).unwrap().0
}

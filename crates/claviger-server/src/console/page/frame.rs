//! What stands around every page of somebody known.

use super::super::ConsoleState;
use super::super::assets::{self, Asset};
use super::super::call::Call;
use super::super::routes::opens;
use super::super::visit::Visit;
use super::{Notice, Section, Theme};
use claviger::core::role::Role;

/// The frame of a page.
#[derive(Debug)]
pub(in super::super) struct Frame {
    /// What the page is called.
    pub(in super::super) title: String,
    /// The part of the console it belongs to.
    pub(in super::super) section: Section,
    /// The parts there are.
    pub(in super::super) sections: Vec<Section>,
    /// The account that is looked at.
    pub(in super::super) account: String,
    /// Who looks.
    pub(in super::super) person: String,
    /// What they sign in with.
    pub(in super::super) login: String,
    /// What they may do.
    pub(in super::super) role: Role,
    /// It is a person, and no token.
    pub(in super::super) is_person: bool,
    /// What every form carries.
    pub(in super::super) csrf: String,
    /// How it looks.
    pub(in super::super) theme: Theme,
    /// What was just done.
    pub(in super::super) notice: Option<Notice>,
    /// Notices that whoever looks has not read, as a count; empty for none.
    pub(in super::super) unread: String,
    /// The page itself, to come back to.
    pub(in super::super) here: String,
}

/// The page itself; what answers a form is none that can be come back to.
fn here(call: &Call) -> String {
    if call.head.method == http::Method::GET { call.target.clone() } else { "/".to_owned() }
}

/// A count for the navigation.
fn shown(unread: usize) -> String {
    match unread {
        0 => String::new(),
        1..=99 => unread.to_string(),
        _ => "99+".to_owned(),
    }
}

impl Frame {
    pub(in super::super) fn new(call: &Call, section: Section, title: String) -> Self {
        let frame = Frame::bare(&call.state, &call.visit, section, title, call.theme);
        Frame { notice: call.notice, here: here(call), unread: shown(call.unread), ..frame }
    }

    /// The frame of a page that is nowhere in particular.
    pub(in super::super) fn bare(
        state: &ConsoleState,
        visit: &Visit,
        section: Section,
        title: String,
        theme: Theme,
    ) -> Self {
        let role = visit.caller.role;
        let has_paper = state.paper.is_some();
        Frame {
            title,
            section,
            sections: Section::open_to(role)
                .filter(|section| has_paper || *section != Section::Paper)
                .collect(),
            account: visit.account_name.clone(),
            person: visit.person.name.clone(),
            login: visit.person.login.clone(),
            role,
            is_person: visit.caller.person().is_some(),
            csrf: visit.csrf.reveal().to_owned(),
            theme,
            notice: None,
            unread: String::new(),
            here: "/".to_owned(),
        }
    }

    /// The first letters of the name, for the sign of whoever looks.
    pub(in super::super) fn initials(&self) -> String {
        let words = self.person.split_whitespace().filter_map(|word| word.chars().next());
        words.take(2).flat_map(char::to_uppercase).collect()
    }

    /// Whether whoever looks may open the page at a path.
    pub(in super::super) fn opens(&self, path: &str) -> bool {
        opens(path, self.role, self.is_person)
    }

    /// All themes.
    pub(in super::super) fn themes(&self) -> [Theme; 3] {
        Theme::ALL
    }

    /// Where the style sheet is.
    pub(in super::super) fn style(&self) -> &'static str {
        assets::path(Asset::Style)
    }

    /// Where the script is.
    pub(in super::super) fn script(&self) -> &'static str {
        assets::path(Asset::Script)
    }

    /// Where the script for passkeys is.
    pub(in super::super) fn passkey(&self) -> &'static str {
        assets::path(Asset::Passkey)
    }

    /// Where the sign is.
    pub(in super::super) fn mark(&self) -> &'static str {
        assets::path(Asset::Mark)
    }
}

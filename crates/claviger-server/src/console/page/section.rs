//! The parts of the console, as the navigation shows them.

use super::super::routes::opens;
use super::icon;
use claviger::core::role::Role;

/// A part of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Section {
    /// What happened, and what deserves attention.
    Home,
    /// Keys.
    Keys,
    /// What happened that somebody should know.
    Notices,
    /// Calls of keys.
    History,
    /// Acts of people, tokens and the system.
    Audit,
    /// The built-in exchange.
    Paper,
    /// Members and invitations.
    Team,
    /// The account, and oneself.
    Settings,
    /// What the whole team should have read.
    Help,
}

impl Section {
    /// All of them, in the order of the navigation.
    const ALL: [Section; 9] = [
        Section::Home,
        Section::Keys,
        Section::Notices,
        Section::History,
        Section::Audit,
        Section::Paper,
        Section::Team,
        Section::Settings,
        Section::Help,
    ];

    /// What it is called.
    pub(in super::super) const fn label(self) -> &'static str {
        match self {
            Section::Home => "Home",
            Section::Keys => "API keys",
            Section::Notices => "Notices",
            Section::History => "History",
            Section::Audit => "Audit log",
            Section::Paper => "Paper exchange",
            Section::Team => "Team",
            Section::Settings => "Settings",
            Section::Help => "Help",
        }
    }

    /// Where it begins.
    pub(in super::super) const fn path(self) -> &'static str {
        match self {
            Section::Home => "/",
            Section::Keys => "/keys",
            Section::Notices => "/notices",
            Section::History => "/history",
            Section::Audit => "/audit",
            Section::Paper => "/paper",
            Section::Team => "/team",
            Section::Settings => "/settings",
            Section::Help => "/help",
        }
    }

    /// Its sign.
    pub(in super::super) const fn icon(self) -> &'static str {
        match self {
            Section::Home => icon::HOME,
            Section::Keys => icon::KEY,
            Section::Notices => icon::BELL,
            Section::History => icon::PULSE,
            Section::Audit => icon::SCROLL,
            Section::Paper => icon::SCALES,
            Section::Team => icon::PEOPLE,
            Section::Settings => icon::SLIDERS,
            Section::Help => icon::BOOK,
        }
    }

    /// Those that there are and that this role may open.
    pub(in super::super) fn open_to(role: Role) -> impl Iterator<Item = Section> {
        Section::ALL.into_iter().filter(move |section| opens(section.path(), role, false))
    }
}

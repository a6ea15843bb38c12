//! What stands around a page before the door.

use super::super::assets::{self, Asset};
use super::Theme;

/// The frame of a page for whoever is not known.
#[derive(Debug)]
pub(in super::super) struct Outside {
    /// What the page is called.
    pub(in super::super) title: &'static str,
    /// How it looks.
    pub(in super::super) theme: Theme,
}

impl Outside {
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

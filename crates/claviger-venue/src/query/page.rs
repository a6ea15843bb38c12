//! Windows of time and pages of results.

use crate::micros::Micros;

/// Rows on a page, as on Kraken.
pub const PAGE: usize = 50;

/// A span of time: after `start`, up to and with `end`, as on Kraken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Results later than this.
    pub start: Option<Micros>,
    /// Results not later than this.
    pub end: Option<Micros>,
}

impl Window {
    /// Whether an instant lies inside.
    #[must_use]
    pub fn contains(&self, at: Micros) -> bool {
        self.start.is_none_or(|start| at > start) && self.end.is_none_or(|end| at <= end)
    }
}

/// A page of results, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// At most [`PAGE`] results.
    pub items: Vec<T>,
    /// How many results there are on all pages; when counting was not asked for, how many are known of.
    pub total: usize,
}

impl<T> Page<T> {
    /// The page that begins `offset` results into a sequence. Without `count` it stops at the end of the page.
    pub(super) fn of(matches: impl Iterator<Item = T>, offset: usize, count: bool) -> Self {
        let mut matches = matches;
        let before = matches.by_ref().take(offset).count();
        let items: Vec<_> = matches.by_ref().take(PAGE).collect();
        let further = if count { matches.count() } else { 0 };
        Self { total: before + items.len() + further, items }
    }
}

//! Pages of lists.

/// Most items of a page.
pub const MAX_PAGE: usize = 200;

/// A page, and where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, C> {
    /// The items.
    pub items: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// Cuts what was read (one more than `limit`, if there is more) to a page.
    pub(super) fn cut(mut read: Vec<T>, limit: usize, place: impl Fn(&T) -> C) -> Self {
        let more = read.len() > limit;
        read.truncate(limit);
        let next = read.last().filter(|_| more).map(place);
        Page { items: read, next }
    }
}

/// A limit as asked for, brought within bounds.
pub(super) fn bounded(limit: usize) -> usize {
    limit.clamp(1, MAX_PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_the_next_only_if_there_is_more() {
        let page = |read: Vec<u8>| Page::cut(read, 2, |item| *item);
        assert_eq!(page(vec![1, 2, 3]), Page { items: vec![1, 2], next: Some(2) });
        assert_eq!(page(vec![1, 2]), Page { items: vec![1, 2], next: None });
        assert_eq!(page(vec![]), Page { items: vec![], next: None });
    }

    #[test]
    fn limits_are_bounded() {
        assert_eq!([0, 1, 200, 201].map(bounded), [1, 1, 200, 200]);
    }
}

//! Colours, only where they are wanted: on a terminal, without `NO_COLOR`, not on `TERM=dumb`.

/// Whether text may be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paint(bool);

impl Paint {
    /// Reads the environment; see no-color.org.
    pub(crate) fn of(is_terminal: bool) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Paint(is_terminal && !no_color && !dumb)
    }

    #[cfg(test)]
    pub(crate) const fn always() -> Self {
        Paint(true)
    }

    /// Whether colours are on.
    pub(crate) const fn is_on(self) -> bool {
        self.0
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.wrap("32", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.wrap("31", text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_plain() {
        assert_eq!(Paint(false).red("no"), "no");
        assert_eq!(Paint(true).red("no"), "\u{1b}[31mno\u{1b}[0m");
        assert!(!Paint::of(false).is_on());
    }
}

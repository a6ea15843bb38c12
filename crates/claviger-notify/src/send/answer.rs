//! What came of an attempt.

/// What came of an attempt. No secret is in it: no URL, no header, nothing of what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The receiver took it.
    pub taken: bool,
    /// It is not worth trying again: the receiver says it is gone for good.
    pub gone: bool,
    /// In words.
    pub said: String,
}

impl Answer {
    /// It was taken.
    #[must_use]
    pub fn taken(said: impl Into<String>) -> Self {
        Answer { taken: true, gone: false, said: tidy(said) }
    }

    /// It was not, and is to be tried again.
    #[must_use]
    pub fn later(said: impl Into<String>) -> Self {
        Answer { taken: false, gone: false, said: tidy(said) }
    }

    /// It was not, and never will be.
    #[must_use]
    pub fn gone(said: impl Into<String>) -> Self {
        Answer { taken: false, gone: true, said: tidy(said) }
    }
}

/// What a stranger said is shown on pages and terminals: one line of what can be printed.
fn tidy(said: impl Into<String>) -> String {
    let line = said.into();
    let printable = |c: char| if c.is_ascii_graphic() || c == ' ' { c } else { ' ' };
    line.chars().map(printable).take(200).collect::<String>().trim().to_owned()
}

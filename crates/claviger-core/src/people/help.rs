//! The pages of help that everybody who holds keys should have read.

/// One of them. Names are stable; new ones are only added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HelpPage {
    /// Keeping keys secure.
    SecuringKeys,
    /// A key of its own for every application.
    SeparateKeys,
    /// Rotating keys.
    Rotation,
    /// Reviewing permissions.
    Reviewing,
    /// What to do after a leak.
    Leak,
}

impl HelpPage {
    /// All pages.
    pub const ALL: [HelpPage; 5] = [
        HelpPage::SecuringKeys,
        HelpPage::SeparateKeys,
        HelpPage::Rotation,
        HelpPage::Reviewing,
        HelpPage::Leak,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            HelpPage::SecuringKeys => "securing-keys",
            HelpPage::SeparateKeys => "separate-keys",
            HelpPage::Rotation => "rotation",
            HelpPage::Reviewing => "reviewing",
            HelpPage::Leak => "leak",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        HelpPage::ALL.into_iter().find(|page| page.name() == name)
    }
}

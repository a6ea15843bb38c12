//! How the pages look.

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, in the order they are offered.
    pub(in super::super) const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The name, as cookie, form and style sheet have it.
    pub(in super::super) const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// What it is called.
    pub(in super::super) const fn label(self) -> &'static str {
        match self {
            Theme::System => "System",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        }
    }

    /// From its name.
    pub(in super::super) fn from_name(name: &str) -> Option<Self> {
        Theme::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

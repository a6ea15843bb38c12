//! What the screens are called, and what each is for.

use claviger::core::people::HelpPage;

/// A screen as a list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Words {
    pub(in super::super) title: &'static str,
    /// What one knows after reading it.
    pub(in super::super) lead: &'static str,
    pub(in super::super) minutes: u8,
}

/// A screen's.
pub(super) const fn words(page: HelpPage) -> Words {
    match page {
        HelpPage::SecuringKeys => Words {
            title: "Securing keys",
            lead: "Where a private key may lie, and four limits that make a stolen one of little use.",
            minutes: 3,
        },
        HelpPage::SeparateKeys => Words {
            title: "A key for each application",
            lead: "Why no two programs share a key, and how to divide work among keys.",
            minutes: 2,
        },
        HelpPage::Rotation => Words {
            title: "Rotating keys",
            lead: "Replacing a key by a new one without missing a call, and how often.",
            minutes: 2,
        },
        HelpPage::Reviewing => Words {
            title: "Reviewing permissions",
            lead: "A quarter of an hour every month: what to look at, and what to take away.",
            minutes: 3,
        },
        HelpPage::Leak => Words {
            title: "After a leak",
            lead: "A key, a token or a password may be in other hands. What to do, in this order.",
            minutes: 3,
        },
    }
}

/// What it is called.
pub(in super::super) const fn title(page: HelpPage) -> &'static str {
    words(page).title
}

/// Where it is.
pub(in super::super) const fn path(page: HelpPage) -> &'static str {
    match page {
        HelpPage::SecuringKeys => "/help/securing-keys",
        HelpPage::SeparateKeys => "/help/separate-keys",
        HelpPage::Rotation => "/help/rotation",
        HelpPage::Reviewing => "/help/reviewing",
        HelpPage::Leak => "/help/leak",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_where_its_name_says() {
        for page in HelpPage::ALL {
            assert_eq!(path(page), format!("/help/{}", page.name()));
            assert!((1..=5).contains(&words(page).minutes));
        }
    }
}

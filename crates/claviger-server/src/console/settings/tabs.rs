//! The pages of the settings that somebody may open.

use super::super::call::Call;
use super::super::routes::{ROUTES, Verb};

/// A page.
pub(in super::super) struct Tab {
    pub(in super::super) href: &'static str,
    pub(in super::super) label: &'static str,
    pub(in super::super) current: bool,
}

const TABS: [(&str, &str); 6] = [
    ("/settings", "You"),
    ("/settings/security", "Sign-in and security"),
    ("/settings/sessions", "Sessions"),
    ("/settings/notifications", "Notifications"),
    ("/settings/deliveries", "Deliveries"),
    ("/settings/tokens", "Administration tokens"),
];

/// Those of the settings, `current` being the one that is shown.
pub(super) fn tabs(call: &Call, current: &str) -> Vec<Tab> {
    let may = |path: &str| {
        let route = ROUTES.iter().find(|route| route.verb == Verb::Get && route.path == path);
        route.is_some_and(|route| call.caller().require(route.operation).is_ok())
    };
    let tabs = TABS.into_iter().filter(|(href, _)| may(href));
    tabs.map(|(href, label)| Tab { href, label, current: href == current }).collect()
}

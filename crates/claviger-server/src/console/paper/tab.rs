//! The pages of the exchange, as its own navigation shows them.

use super::super::call::Call;
use super::super::routes::{ROUTES, Verb};

/// A page of the exchange.
pub(in super::super) struct Tab {
    pub(in super::super) label: &'static str,
    pub(in super::super) href: &'static str,
    pub(in super::super) current: bool,
}

const ALL: [(&str, &str); 6] = [
    ("Overview", "/paper"),
    ("Open orders", "/paper/orders"),
    ("Fills", "/paper/fills"),
    ("Markets", "/paper/markets"),
    ("Withdrawals", "/paper/withdrawals"),
    ("Addresses", "/paper/addresses"),
];

/// Those that whoever asks may open; `here` is the one that is shown.
pub(super) fn tabs(call: &Call, here: &str) -> Vec<Tab> {
    let role = call.caller().role;
    let may = |href: &str| {
        ROUTES
            .iter()
            .any(|route| route.verb == Verb::Get && route.path == href && route.operation.allows(role))
    };
    let open = ALL.into_iter().filter(|(_, href)| may(href));
    open.map(|(label, href)| Tab { label, href, current: href == here }).collect()
}

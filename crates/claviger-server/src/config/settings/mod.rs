//! Every setting, section by section.

mod authority;
mod console;
mod net;
mod notices;
mod rest;
mod server;
mod tls;
mod witness;

use super::setting::Setting;

/// Most a whole number of the file can be.
const MAX: i64 = i64::MAX;

/// The sections in the order of the example file, with their words.
pub(super) const SECTIONS: &[(&str, &str)] = &[
    ("server", "Where it listens, whom it believes, where it keeps its data."),
    ("tls", "The certificate. Without one, plain HTTP is spoken; with one, TLS alone."),
    ("console", "How long people stay signed in."),
    ("limits", "Every limit, by name. What is beyond one is refused, not queued without end."),
    ("retention", "How much of the log is kept. What is dropped leaves an entry that says so."),
    ("log", "What is written to standard error: never a header, a body or a secret."),
    ("paper", "The paper exchange the keys guard."),
    ("master_key", "The key that protects every stored secret."),
    (
        "witness",
        "Where it is kept how far the log is, so that a data directory that was rolled back is noticed at the start.",
    ),
    ("mail", "The mail server notices are handed to."),
    ("notices", "Where notices may be sent."),
];

/// All settings, section by section.
pub(super) fn all() -> impl Iterator<Item = &'static Setting> + Clone {
    let tables = [
        server::SETTINGS,
        tls::SETTINGS,
        console::SETTINGS,
        net::SETTINGS,
        authority::SETTINGS,
        rest::SETTINGS,
        witness::SETTINGS,
        notices::SETTINGS,
    ];
    tables.into_iter().flatten()
}

/// The setting of that name.
pub(super) fn find(section: &str, key: &str) -> Option<&'static Setting> {
    all().find(|setting| setting.section == section && setting.key == key)
}

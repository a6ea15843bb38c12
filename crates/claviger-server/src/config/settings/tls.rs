//! `[tls]`

use crate::config::given::Given;
use crate::config::setting::{Setting, quoted};
use std::path::PathBuf;

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        section: "tls",
        key: "certificate",
        doc: "File of the certificate chain (PEM), the server's own first; empty for plain HTTP. Read again when it changes,
and on SIGHUP, without dropping a call. `claviger dev-cert` makes one to try with.",
        set: |config, given| path(given).map(|path| config.tls.certificate = path),
        show: |config| show(config.tls.certificate.as_ref()),
    },
    Setting {
        section: "tls",
        key: "key",
        doc: "File of its private key (PEM), readable by its owner alone.",
        set: |config, given| path(given).map(|path| config.tls.key = path),
        show: |config| show(config.tls.key.as_ref()),
    },
];

/// A path; empty text for none.
fn path(given: &Given) -> Result<Option<PathBuf>, String> {
    match given {
        Given::Text(text) | Given::Loose(text) if text.trim().is_empty() => Ok(None),
        _ => Ok(Some(given.text()?.into())),
    }
}

fn show(path: Option<&PathBuf>) -> String {
    quoted(&path.map_or_else(String::new, |path| path.to_string_lossy().into()))
}

//! `[tls]`

use crate::config::setting::{Setting, optional_path};

pub(super) const SETTINGS: &[Setting] = &[
    optional_path!(
        "tls",
        "certificate",
        tls.certificate,
        "File of the certificate chain (PEM), the server's own first; empty for plain HTTP. Read again when it changes,
and on SIGHUP, without dropping a call. `claviger dev-cert` makes one to try with."
    ),
    optional_path!("tls", "key", tls.key, "File of its private key (PEM), readable by its owner alone."),
];

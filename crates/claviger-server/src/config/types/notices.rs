//! `[mail]` and `[notices]`

use claviger_core::allowlist::Allowlist;
use std::path::PathBuf;

/// `[mail]`: how mails are handed in; none are without a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailConfig {
    /// The mail server; empty for none.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: MailEncryption,
    /// Whom mails are from.
    pub from: String,
    /// The user name it wants; empty for none.
    pub user: String,
    /// File of the password.
    pub password_file: Option<PathBuf>,
    /// Certificates to trust instead of the machine's.
    pub ca: Option<PathBuf>,
}

impl Default for MailConfig {
    fn default() -> Self {
        MailConfig {
            host: String::new(),
            port: 587,
            encryption: MailEncryption::StartTls,
            from: String::new(),
            user: String::new(),
            password_file: None,
            ca: None,
        }
    }
}

/// How the connection to the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MailEncryption {
    /// STARTTLS, or nothing is sent.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None.
    None,
}

impl MailEncryption {
    pub(in super::super) const NAMES: &'static [(&'static str, MailEncryption)] = &[
        ("starttls", MailEncryption::StartTls),
        ("tls", MailEncryption::Tls),
        ("none", MailEncryption::None),
    ];
}

/// `[notices]`
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoticesConfig {
    /// Networks web hooks may be sent to besides the internet; empty for none.
    pub allow_networks: Allowlist,
    /// Certificates to trust instead of the machine's.
    pub ca: Option<PathBuf>,
}

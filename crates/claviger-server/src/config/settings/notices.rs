//! `[mail]` and `[notices]`

use crate::config::given::Given;
use crate::config::setting::{Setting, choice, number, optional_path, quoted};
use crate::config::types::MailEncryption;
use claviger_core::allowlist::Allowlist;
use claviger_core::notices::Route;

/// The text, which may be none.
fn or_none(given: &Given) -> Result<&str, String> {
    if given.is_empty() { Ok("") } else { given.text() }
}

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        section: "mail",
        key: "host",
        doc: "The mail server that takes mails; empty for none. It may be anywhere, also at a private address.",
        set: |config, given| {
            config.mail.host = or_none(given)?.trim().to_owned();
            Ok(())
        },
        show: |config| quoted(&config.mail.host),
    },
    number!("mail", "port", mail.port, 1..=65_535, "Its port: 587 with STARTTLS as a rule, 465 with TLS, 25 without."),
    choice!(
        "mail",
        "encryption",
        mail.encryption,
        MailEncryption::NAMES,
        "`starttls`, `tls` from the first byte, or `none`, for a mail server on this machine."
    ),
    Setting {
        section: "mail",
        key: "from",
        doc: "The address mails are from; needed with mail.host.",
        set: |config, given| {
            let text = or_none(given)?;
            if !text.is_empty() {
                Route::mail(text).map_err(|error| error.to_string())?;
            }
            config.mail.from = text.trim().to_owned();
            Ok(())
        },
        show: |config| quoted(&config.mail.from),
    },
    Setting {
        section: "mail",
        key: "user",
        doc: "The user name the mail server wants; empty for none.",
        set: |config, given| {
            config.mail.user = or_none(given)?.to_owned();
            Ok(())
        },
        show: |config| quoted(&config.mail.user),
    },
    optional_path!(
        "mail",
        "password_file",
        mail.password_file,
        "File of the password that goes with it, read at the start; empty for none."
    ),
    optional_path!(
        "mail",
        "ca",
        mail.ca,
        "Certificates (PEM) one of which must have signed that of the mail server; empty for those this machine trusts."
    ),
    Setting {
        section: "notices",
        key: "allow_networks",
        doc: "Addresses and CIDR blocks of this network that web hooks and chats may be sent to. Without it they reach the internet
alone: whoever may make a channel must not reach with it what only this server reaches.",
        set: |config, given| {
            config.notices.allow_networks = Allowlist::parse(given.list()?).map_err(|error| error.to_string())?;
            Ok(())
        },
        show: |config| {
            let texts: Vec<String> =
                config.notices.allow_networks.to_texts().iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        },
    },
    optional_path!(
        "notices",
        "ca",
        notices.ca,
        "Certificates (PEM) one of which must have signed that of an https:// web hook; empty for those this machine trusts."
    ),
];

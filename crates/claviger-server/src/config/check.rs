//! Values that are fine alone but not together.

use super::error::ConfigError;
use super::types::{Config, WitnessUrl};
use std::path::PathBuf;

/// Everything that does not go together.
pub(super) fn together(config: &Config) -> Vec<ConfigError> {
    let limits = &config.limits;
    let wrong = [
        (config.tls.pair().is_none()
            && !config.server.bind.ip().to_canonical().is_loopback()
            && !config.server.allow_plain_http_beyond_loopback)
            .then(|| plain_http(config)),
        half_tls(config),
        (limits.authority.group_items > limits.authority.queued_calls + limits.authority.queued_reserve)
            .then(|| "limits.group_items is larger than the whole queue (limits.queued_calls and limits.queued_reserve); lower it".to_owned()),
        (config.master_key_file() == config.server.data_dir).then(|| {
            "master_key.file and server.data_dir are the same path; the one is a file, the other a directory".to_owned()
        }),
        witness(config),
        mail(config),
    ];
    wrong.into_iter().flatten().map(|said| ConfigError::Together { said }).collect()
}

fn plain_http(config: &Config) -> String {
    format!(
        "server.bind is {}, which other machines can reach, and there is no TLS: name a certificate and its key in \
         tls.certificate and tls.key, or bind to a loopback address and put a proxy in front, or set \
         server.allow_plain_http_beyond_loopback = true",
        config.server.bind
    )
}

fn half_tls(config: &Config) -> Option<String> {
    let (there, missing) = match (&config.tls.certificate, &config.tls.key) {
        (Some(_), None) => ("tls.certificate", "tls.key"),
        (None, Some(_)) => ("tls.key", "tls.certificate"),
        _ => return None,
    };
    Some(format!("{there} is set and {missing} is not: TLS needs both, plain HTTP neither"))
}

fn mail(config: &Config) -> Option<String> {
    let mail = &config.mail;
    if !mail.host.is_empty() && mail.from.is_empty() {
        return Some("mail.host is set and mail.from is not: mails need an address they are from".to_owned());
    }
    if mail.host.is_empty() && (!mail.user.is_empty() || mail.password_file.is_some()) {
        return Some(
            "mail.user or mail.password_file is set and mail.host is not; set the host, too".to_owned(),
        );
    }
    if mail.user.is_empty() && mail.password_file.is_some() {
        return Some("mail.password_file is set and mail.user is not; set both or neither".to_owned());
    }
    None
}

fn witness(config: &Config) -> Option<String> {
    let witness = &config.witness;
    let below = |directory: &PathBuf| directory.starts_with(&config.server.data_dir);
    let told = |url: &WitnessUrl| url.is_encrypted() || url.is_loopback();
    match (&witness.url, &witness.token_file) {
        _ if witness.directory.as_ref().is_some_and(below) => Some(
            "witness.directory is in server.data_dir: whoever rolls the data back rolls the witness back, too; choose \
             another disk"
                .to_owned(),
        ),
        (None, Some(_)) => Some("witness.token_file is set and witness.url is not; set both or neither".to_owned()),
        (Some(url), Some(_)) if !told(url) => Some(format!(
            "witness.url is {}, where whoever is on the way could read the token of witness.token_file: use an https:// \
             URL, or no token",
            url.shown()
        )),
        _ => None,
    }
}

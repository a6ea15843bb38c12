//! What carries notices out: set up once, from the configuration.

use super::BootError;
use crate::config::{Config, MailEncryption};
use crate::net::trust;
use claviger_notify::send::{Encryption, MailSettings, Mailer, Network};
use std::fs;
use std::sync::Arc;
use ureq::tls::{RootCerts, TlsConfig};
use zeroize::Zeroizing;

/// Sends to the internet and to the networks that are allowed; mails if there is a mail server.
pub(super) fn carrier(config: &Config) -> Result<Network, BootError> {
    let tls = match trust::client(config.notices.ca.as_deref()) {
        Ok(tls) => tls,
        Err(trust::TrustError::NoBundle) => {
            tracing::warn!(
                "this machine has no list of certificates it trusts: notices reach no https:// URL; name one in notices.ca"
            );
            TlsConfig::builder().root_certs(RootCerts::Specific(Arc::default())).build()
        }
        Err(error) => return Err(BootError::Trust(error)),
    };
    let mailer = if config.mail.host.is_empty() { None } else { Some(mailer(config)?) };
    Ok(Network::new(config.notices.allow_networks.blocks().to_vec(), tls, mailer))
}

fn mailer(config: &Config) -> Result<Mailer, BootError> {
    let mail = &config.mail;
    let encryption = match mail.encryption {
        MailEncryption::StartTls => Encryption::StartTls,
        MailEncryption::Tls => Encryption::Tls,
        MailEncryption::None => Encryption::None,
    };
    let roots = match encryption {
        Encryption::None => Vec::new(),
        _ => trust::pem(mail.ca.as_deref()).map_err(BootError::Trust)?,
    };
    let password = mail.password_file.as_ref().map(|path| {
        let text = fs::read_to_string(path).map(Zeroizing::new);
        let text = text.map_err(|source| BootError::MailPassword { path: path.clone(), source })?;
        Ok::<_, BootError>(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
    });
    let password = password.transpose()?;
    let login = (!mail.user.is_empty()).then(|| (mail.user.clone(), password.unwrap_or_default()));
    let settings = MailSettings {
        host: mail.host.clone(),
        port: mail.port,
        encryption,
        from: mail.from.clone(),
        login,
        roots,
    };
    Ok(Mailer::new(&settings)?)
}

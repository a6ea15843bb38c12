//! Mails, by SMTP. The server is the operator's, so it may be anywhere; it is not guarded.

use super::{Answer, PATIENCE};
use crate::render::Mail;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{Address, Message, SmtpTransport, Transport as _};
use std::io::ErrorKind::{InvalidData, TimedOut, WouldBlock};
use std::{io, iter};
use zeroize::Zeroizing;

/// How the connection to the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte (port 465 as a rule).
    Tls,
    /// STARTTLS, or nothing is sent (port 587 as a rule).
    StartTls,
    /// None: for a mail server on this machine.
    None,
}

/// Where mails are handed in.
pub struct MailSettings {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How it is encrypted.
    pub encryption: Encryption,
    /// Whom mails are from.
    pub from: String,
    /// User name and password, if it wants any.
    pub login: Option<(String, Zeroizing<String>)>,
    /// Certificates to trust, in PEM.
    pub roots: Vec<u8>,
}

/// The mailer cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The sender is not an address.
    #[error("mail.from must be one mail address, as in `claviger@example.com`")]
    From,
    /// TLS cannot be set up.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(String),
}

/// Hands mails in.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Mailer {
    /// A mailer; nothing is connected yet.
    ///
    /// # Errors
    /// [`MailerError`].
    pub fn new(settings: &MailSettings) -> Result<Self, MailerError> {
        let from: Address = settings.from.parse().map_err(|_| MailerError::From)?;
        let tls = match settings.encryption {
            Encryption::None => Tls::None,
            Encryption::Tls => Tls::Wrapper(parameters(settings)?),
            Encryption::StartTls => Tls::Required(parameters(settings)?),
        };
        let mut builder = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &settings.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.to_string()));
        }
        let from = Mailbox::new(Some("Claviger".to_owned()), from);
        Ok(Mailer { transport: builder.build(), from })
    }

    /// Hands a mail in, and says what came of it.
    #[must_use]
    pub fn send(&self, to: &str, id: &str, mail: &Mail) -> Answer {
        let Ok(to) = to.parse::<Address>() else { return Answer::gone("this is no mail address") };
        let id = format!("<{id}@{}>", self.from.email.domain());
        let built = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .message_id(Some(id))
            .multipart(MultiPart::alternative_plain_html(mail.plain.clone(), mail.html.clone()));
        let Ok(message) = built else { return Answer::gone("the mail could not be put together") };
        match self.transport.send(&message) {
            Ok(response) => Answer::taken(format!("{} the mail server took it", response.code())),
            Err(error) if error.is_permanent() => match error.status() {
                // The mailbox is not there, or does not want it: 550, 551, 553, 556.
                Some(code) if code.to_string().starts_with("55") => {
                    Answer::gone(format!("{code}: the mail server refused the address"))
                }
                Some(code) => Answer::later(format!("{code}: the mail server refused it")),
                None => Answer::later("the mail server refused it"),
            },
            Err(error) if error.is_timeout() || matches!(system(&error), Some(TimedOut | WouldBlock)) => {
                Answer::later(format!("the mail server did not answer within {} seconds", PATIENCE.as_secs()))
            }
            // What is wrong in a TLS handshake comes as data that is not valid.
            Err(error) if error.is_tls() || system(&error) == Some(InvalidData) => Answer::later(
                "TLS with the mail server could not be agreed on, or its certificate is not trusted",
            ),
            Err(error) => match error.status() {
                Some(code) => Answer::later(format!("{code}: the mail server put it off")),
                None => Answer::later("the mail server could not be reached, or what it said was not SMTP"),
            },
        }
    }
}

/// What the system said, if that is what failed: the transport itself tells but a few of these apart.
fn system(error: &lettre::transport::smtp::Error) -> Option<io::ErrorKind> {
    let first = Some(error as &(dyn std::error::Error + 'static));
    let kind = |error: &(dyn std::error::Error + 'static)| Some(error.downcast_ref::<io::Error>()?.kind());
    iter::successors(first, |error| error.source()).find_map(kind)
}

fn parameters(settings: &MailSettings) -> Result<TlsParameters, MailerError> {
    let failed = |error: lettre::transport::smtp::Error| MailerError::Tls(error.to_string());
    let roots = Certificate::from_pem(&settings.roots);
    let mut builder = TlsParameters::builder(settings.host.clone()).certificate_store(CertificateStore::None);
    // From PEM there is one certificate or more.
    builder = builder.add_root_certificate(roots.map_err(failed)?);
    builder.build().map_err(failed)
}

//! Messages are carried out: this blocks, so callers run it on threads of their own, and it ends within a bounded time.

mod answer;
mod http;
mod mail;
mod message;
mod resolve;

pub use answer::Answer;
pub use http::Http;
pub use mail::{Encryption, MailSettings, Mailer, MailerError};
pub use message::{Message, Post, message};

use ipnet::IpNet;
use std::time::Duration;
use ureq::tls::TlsConfig;

/// How long one message may take, all told.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes read of an answer.
const MAX_ANSWER: u64 = 4_096;

/// Carries messages.
pub trait Carrier: Send + Sync {
    /// Carries one, and says what came of it. Blocks.
    fn carry(&self, message: &Message) -> Answer;

    /// Whether mails can be sent at all.
    fn sends_mail(&self) -> bool;
}

/// The real one.
pub struct Network {
    http: Http,
    mailer: Option<Mailer>,
}

impl Network {
    /// Sends to the internet and to `allowed`, over TLS as `tls` says; mails if there is a mailer.
    #[must_use]
    pub fn new(allowed: Vec<IpNet>, tls: TlsConfig, mailer: Option<Mailer>) -> Self {
        Network { http: Http::new(allowed, tls), mailer }
    }
}

impl Carrier for Network {
    fn carry(&self, message: &Message) -> Answer {
        match (message, &self.mailer) {
            (Message::Post(post), _) => self.http.post(post),
            (Message::Mail { to, id, mail }, Some(mailer)) => mailer.send(to, id, mail),
            (Message::Mail { .. }, None) => Answer::later("no mail server is configured (`mail.host`)"),
        }
    }

    fn sends_mail(&self) -> bool {
        self.mailer.is_some()
    }
}

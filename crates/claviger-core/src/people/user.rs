//! A person.

use super::body::{self, Bytes, RecordError};
use super::{HelpPage, Login, PasswordHash};
use crate::id::UserId;
use crate::store::{Record, RecordKind, SealedBytes};
use crate::text::Name;
use crate::time::Timestamp;
use crate::token::TokenDigest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person on record.
#[derive(Debug, Clone)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// What the person signs in as; nobody else on the server does.
    pub login: Login,
    /// What the person is called.
    pub name: Name,
    /// The password; none until one was set.
    pub password: Option<PasswordHash>,
    /// Whether it is long enough to stand alone, without a second factor.
    pub password_long: bool,
    /// When it was set.
    pub password_changed_at: Option<Timestamp>,
    /// The sealed secret of the time-based second factor; none if there is none.
    pub totp: Option<SealedBytes>,
    /// The latest time step that was used: each is used once.
    pub totp_last_step: Option<u64>,
    /// Digests of the recovery codes that are left: each is used once.
    pub recovery: Vec<TokenDigest>,
    /// Which pages of the help were read, and when.
    pub help_read: BTreeMap<HelpPage, Timestamp>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    login: String,
    name: String,
    password: Option<String>,
    password_long: bool,
    password_changed_at: Option<Timestamp>,
    totp: Option<Bytes>,
    totp_last_step: Option<u64>,
    recovery: Vec<Bytes>,
    help_read: BTreeMap<String, Timestamp>,
}

impl User {
    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::User, self.id.as_u64());
        let body = Body {
            login: self.login.to_string(),
            name: self.name.to_string(),
            password: self.password.as_ref().map(|hash| hash.expose().to_owned()),
            password_long: self.password_long,
            password_changed_at: self.password_changed_at,
            totp: self.totp.clone().map(|sealed| Bytes(sealed.0)),
            totp_last_step: self.totp_last_step,
            recovery: self.recovery.iter().map(|digest| Bytes(digest.0.into())).collect(),
            help_read: self.help_read.iter().map(|(page, at)| (page.name().to_owned(), *at)).collect(),
        };
        Ok(Record {
            kind,
            id,
            account: None,
            owner: 0,
            handle: Some(self.login.as_str().as_bytes().into()),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: body::write(kind, id, body)?,
        })
    }
}

impl TryFrom<&Record> for User {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::User)?;
        let bad = |why| RecordError::new(record, why);
        let digest = |bytes: Bytes| {
            (*bytes.0).try_into().map(TokenDigest).map_err(|_| bad("a recovery code is no digest"))
        };
        let page = |(name, at): (String, Timestamp)| {
            HelpPage::from_name(&name).map(|page| (page, at)).ok_or_else(|| bad("an unknown page of help"))
        };
        let password = body.password.as_deref().map(PasswordHash::from_phc).transpose();
        Ok(User {
            id: UserId::from_u64(record.id),
            login: body::parsed(record, &body.login, Login::parse)?,
            name: body::parsed(record, &body.name, Name::parse)?,
            password: password.map_err(|_| bad("its password is no hash"))?,
            password_long: body.password_long,
            password_changed_at: body.password_changed_at,
            totp: body.totp.map(|bytes| SealedBytes(bytes.0)),
            totp_last_step: body.totp_last_step,
            recovery: body.recovery.into_iter().map(digest).collect::<Result<_, _>>()?,
            help_read: body.help_read.into_iter().map(page).collect::<Result<_, _>>()?,
            revision: record.revision,
            created_at: record.created_at,
        })
    }
}

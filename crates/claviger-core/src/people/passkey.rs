//! A passkey: a second factor that a device keeps.

use super::body::{self, Bytes, RecordError};
use crate::id::{PasskeyId, UserId};
use crate::store::{Record, RecordKind};
use crate::text::Name;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Most bytes of a credential's id (WebAuthn Level 3, §4, *Credential ID*).
pub const MAX_CREDENTIAL_BYTES: usize = 1023;

/// A passkey on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// The id.
    pub id: PasskeyId,
    /// Whose.
    pub user: UserId,
    /// What the person calls it.
    pub name: Name,
    /// What the device calls it, at most [`MAX_CREDENTIAL_BYTES`].
    pub credential: Box<[u8]>,
    /// The public key, as the device gave it (COSE).
    pub public_key: Box<[u8]>,
    /// How often it was used, by the device's count; 0 if the device does not count.
    pub counter: u32,
    /// When it was used last.
    pub used_at: Option<Timestamp>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When it was added.
    pub created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    name: String,
    credential: Bytes,
    public_key: Bytes,
    counter: u32,
    used_at: Option<Timestamp>,
}

impl Passkey {
    /// What the passkey with this credential is found by; so there is one on the server.
    #[must_use]
    pub fn handle(credential: &[u8]) -> [u8; 32] {
        Sha256::digest(credential).into()
    }

    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Passkey, self.id.as_u64());
        let body = Body {
            name: self.name.to_string(),
            credential: Bytes(self.credential.clone()),
            public_key: Bytes(self.public_key.clone()),
            counter: self.counter,
            used_at: self.used_at,
        };
        Ok(Record {
            kind,
            id,
            account: None,
            owner: self.user.as_u64(),
            handle: Some(Passkey::handle(&self.credential).into()),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: body::write(kind, id, body)?,
        })
    }
}

impl TryFrom<&Record> for Passkey {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Passkey)?;
        if Passkey::handle(&body.credential.0) != body::digest(record)? {
            return Err(RecordError::new(record, "its handle is that of another credential"));
        }
        Ok(Passkey {
            id: PasskeyId::from_u64(record.id),
            user: UserId::from_u64(record.owner),
            name: body::parsed(record, &body.name, Name::parse)?,
            credential: body.credential.0,
            public_key: body.public_key.0,
            counter: body.counter,
            used_at: body.used_at,
            revision: record.revision,
            created_at: record.created_at,
        })
    }
}

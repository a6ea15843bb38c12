//! Tickets: what a browser carries from one step of an act to the next.
//!
//! A ticket is sealed by the data keys, so nobody else can read, make or change one, and it is good for one
//! kind of act, one person at one revision, and [`TICKET_SECS`]. Nothing of it is kept here. That it counts
//! once is the store's doing: whatever ends the act writes the person's record from exactly the revision
//! in the ticket, or requires it.

use super::super::ManageError;
use crate::authority::Authority;
use crate::gate::halfway::FACTOR_SECS;
use crate::secrets::OsEntropy;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use claviger_core::id::{PasskeyId, SessionId, UserId};
use claviger_core::people::User;
use claviger_core::time::{MICROS_PER_SEC, Timestamp};
use claviger_seal::{Binding, Purpose, Sealed};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// How long a ticket is good for, in seconds.
pub(in super::super) const TICKET_SECS: i64 = FACTOR_SECS;
/// Longer texts are none, whatever is in them.
const MAX_CHARS: usize = 8 * 1024;

/// The act a ticket is one step of. The numbers are sealed into tickets that are under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(in super::super) enum Act {
    /// Signing in: the password was right, a factor is wanted.
    SignIn = 1,
    /// Proving again that it is the person who signed in.
    StepUp = 2,
    /// Setting a time-based code up.
    TotpSetUp = 3,
    /// Adding a passkey.
    PasskeyAdd = 4,
}

/// A ticket. Wiped on drop; has no `Debug`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Ticket {
    user: u64,
    revision: u64,
    expires_at: i64,
    session: Option<u64>,
    /// Whether the password alone is an answer.
    password: bool,
    /// What passkeys are to sign, in base64.
    challenge: String,
    /// The passkeys it may be answered with, with their revisions.
    passkeys: Vec<(u64, u64)>,
    /// The secret of the time-based code that is being set up, in base64.
    secret: String,
}

impl Ticket {
    /// A ticket for this person as they are on record.
    pub(in super::super) fn new(authority: &Authority, user: &User) -> Self {
        Ticket {
            user: user.id.as_u64(),
            revision: user.revision,
            expires_at: authority.now().plus_secs(TICKET_SECS).micros(),
            session: None,
            password: false,
            challenge: String::new(),
            passkeys: Vec::new(),
            secret: String::new(),
        }
    }

    /// The same, good in this session only.
    pub(in super::super) fn in_session(mut self, session: SessionId) -> Self {
        self.session = Some(session.as_u64());
        self
    }

    /// The same, to be answered with the password: for somebody who has no second factor.
    pub(in super::super) const fn asking_password(mut self) -> Self {
        self.password = true;
        self
    }

    /// Whether the password alone is an answer.
    pub(in super::super) const fn takes_password(&self) -> bool {
        self.password
    }

    /// The same, with what passkeys are to sign, and those that may.
    pub(in super::super) fn asking(mut self, challenge: &[u8], passkeys: &[(PasskeyId, u64)]) -> Self {
        self.challenge = STANDARD_NO_PAD.encode(challenge);
        self.passkeys = passkeys.iter().map(|(id, revision)| (id.as_u64(), *revision)).collect();
        self
    }

    /// The same, with the secret of a time-based code.
    pub(in super::super) fn with_secret(mut self, secret: &[u8]) -> Self {
        self.secret = STANDARD_NO_PAD.encode(secret);
        self
    }

    /// Whose it is, and the revision of the record that it rests on.
    pub(in super::super) const fn user(&self) -> (UserId, u64) {
        (UserId::from_u64(self.user), self.revision)
    }

    /// Whether it is this person's as they still are, and was given out in this session (`None`: before
    /// there was one).
    pub(in super::super) fn is_of(&self, user: &User, session: Option<SessionId>) -> bool {
        let session = session.map(SessionId::as_u64);
        (self.user, self.revision, self.session) == (user.id.as_u64(), user.revision, session)
    }

    /// What passkeys are to sign; empty if none was asked.
    pub(in super::super) fn challenge(&self) -> Vec<u8> {
        STANDARD_NO_PAD.decode(&self.challenge).unwrap_or_default()
    }

    /// The passkeys it may be answered with, with the revisions they were asked at.
    pub(in super::super) fn passkeys(&self) -> Vec<(PasskeyId, u64)> {
        self.passkeys.iter().map(|(id, revision)| (PasskeyId::from_u64(*id), *revision)).collect()
    }

    /// The secret of the time-based code that is being set up; empty if none is.
    pub(in super::super) fn secret(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(STANDARD_NO_PAD.decode(&self.secret).unwrap_or_default())
    }

    /// The text that the browser carries.
    pub(in super::super) fn seal(&self, authority: &Authority, act: Act) -> Result<String, ManageError> {
        let json = Zeroizing::new(serde_json::to_vec(self).map_err(|error| {
            tracing::error!(%error, "a ticket could not be written");
            ManageError::Internal
        })?);
        let sealed = authority.secrets().keyring().seal(binding(act), &json, &mut OsEntropy)?;
        Ok(URL_SAFE_NO_PAD.encode(sealed.to_bytes()))
    }

    /// From the text. None if it was not made here, is of another kind of act, or too old.
    pub(in super::super) fn open(authority: &Authority, act: Act, text: &str) -> Option<Self> {
        if text.len() > MAX_CHARS {
            return None;
        }
        let sealed = Sealed::from_bytes(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let json = authority.secrets().keyring().open(binding(act), &sealed).ok()?;
        let ticket: Ticket = serde_json::from_slice(json.expose()).ok()?;
        let left = Timestamp::from_micros(ticket.expires_at).since(authority.now());
        // A clock that was set back must not make one last longer.
        (left > 0 && left <= TICKET_SECS * MICROS_PER_SEC).then_some(ticket)
    }
}

const fn binding(act: Act) -> Binding {
    Binding { purpose: Purpose::Ticket, account: 0, id: act as u64 }
}

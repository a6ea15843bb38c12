//! A browser that is signed in, and how long it stays so.

use super::body::{self, RecordError};
use crate::id::{AccountId, SessionId, UserId};
use crate::store::{Record, RecordKind};
use crate::text::ClientName;
use crate::time::{MICROS_PER_SEC, Timestamp};
use crate::token::TokenDigest;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// How long a proof of a factor is good for what asks for a recent one, in seconds.
pub const STEP_UP_SECS: i64 = 5 * 60;
/// A session's last use is remembered this coarsely, in seconds, so that reading pages is not writing.
const PROLONG_SECS: i64 = 60;
/// Of a short idle limit, this part.
const PROLONG_PART: i64 = 10;

/// A session on record.
#[derive(Debug, Clone)]
pub struct Session {
    /// The id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// SHA-256 of its token, which is another one after every rise of privilege.
    pub digest: TokenDigest,
    /// The account that was looked at last.
    pub account: Option<AccountId>,
    /// When a factor was proved last.
    pub proof_at: Option<Timestamp>,
    /// Where it was begun from.
    pub source: Option<IpAddr>,
    /// What the browser is, in a few words.
    pub client: ClientName,
    /// Rises with every change, from 1; use alone is none.
    pub revision: u64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it ends, unless it is used before ([`SessionLimits`]).
    pub expires_at: Timestamp,
}

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without use, in seconds.
    pub idle_secs: i64,
    /// At most, however much it is used, in seconds.
    pub absolute_secs: i64,
}

impl SessionLimits {
    /// When a session that was begun at `created_at` ends if it is used at `used_at` for the last time.
    #[must_use]
    pub fn expiry(&self, created_at: Timestamp, used_at: Timestamp) -> Timestamp {
        used_at.plus_secs(self.idle_secs).min(created_at.plus_secs(self.absolute_secs))
    }

    /// The expiry to be stored, now that the session is used; none if the one on record is late enough.
    /// So one is stored at most once a minute, and a session that is used may end that much before its
    /// idle limit.
    #[must_use]
    pub fn prolonged(&self, session: &Session, now: Timestamp) -> Option<Timestamp> {
        let later = self.expiry(session.created_at, now);
        let step = PROLONG_SECS.min(self.idle_secs / PROLONG_PART).max(1);
        (later.since(session.expires_at) >= step * MICROS_PER_SEC).then_some(later)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    account: Option<u64>,
    proof_at: Option<Timestamp>,
    source: Option<IpAddr>,
    client: String,
}

impl Session {
    /// Whether it still counts.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }

    /// Whether a factor was proved so recently that nothing needs to be proved again.
    #[must_use]
    pub fn is_proven(&self, now: Timestamp) -> bool {
        let recent = 0..STEP_UP_SECS * MICROS_PER_SEC;
        self.proof_at.is_some_and(|at| recent.contains(&now.since(at)))
    }

    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Session, self.id.as_u64());
        let body = Body {
            account: self.account.map(AccountId::as_u64),
            proof_at: self.proof_at,
            source: self.source,
            client: self.client.as_str().to_owned(),
        };
        Ok(Record {
            kind,
            id,
            // Which account is looked at changes, and that of a record does not.
            account: None,
            owner: self.user.as_u64(),
            handle: Some(self.digest.0.into()),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: Some(self.expires_at),
            body: body::write(kind, id, body)?,
        })
    }
}

impl TryFrom<&Record> for Session {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Session)?;
        Ok(Session {
            id: SessionId::from_u64(record.id),
            user: UserId::from_u64(record.owner),
            digest: TokenDigest(body::digest(record)?),
            account: body.account.map(AccountId::from_u64),
            proof_at: body.proof_at,
            source: body.source,
            client: ClientName::from_bytes(body.client.as_bytes()),
            revision: record.revision,
            created_at: record.created_at,
            expires_at: body::wanted(record, record.expires_at, "expiry")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_secs(1_800_000_000);
    const LIMITS: SessionLimits = SessionLimits { idle_secs: 3_600, absolute_secs: 43_200 };

    fn begun() -> Session {
        Session {
            id: SessionId::from_u64(1),
            user: UserId::from_u64(2),
            digest: TokenDigest([3; 32]),
            account: None,
            proof_at: Some(START),
            source: None,
            client: ClientName::default(),
            revision: 1,
            created_at: START,
            expires_at: LIMITS.expiry(START, START),
        }
    }

    #[test]
    fn it_ends_after_the_idle_limit_or_at_the_absolute_one() {
        let mut session = begun();
        assert!(session.is_live(START.plus_secs(3_599)) && !session.is_live(START.plus_secs(3_600)));
        let mut now = START;
        while session.is_live(now) {
            session.expires_at = LIMITS.prolonged(&session, now).unwrap_or(session.expires_at);
            now = now.plus_secs(600);
        }
        assert_eq!(now, START.plus_secs(43_200), "use does not carry it beyond the absolute limit");
    }

    #[test]
    fn its_use_is_stored_at_most_once_a_minute() {
        let mut session = begun();
        let mut stored = Vec::new();
        for second in 0..300 {
            if let Some(at) = LIMITS.prolonged(&session, START.plus_secs(second)) {
                session.expires_at = at;
                stored.push(second);
            }
        }
        assert_eq!(stored, [60, 120, 180, 240]);
        let back = LIMITS.prolonged(&session, START);
        assert_eq!(back, None, "a clock that steps back brings nothing forward");
    }

    #[test]
    fn a_short_idle_limit_is_not_missed_by_coarse_remembering() {
        let limits = SessionLimits { idle_secs: 30, absolute_secs: 43_200 };
        let mut session = Session { expires_at: limits.expiry(START, START), ..begun() };
        for second in (0..600).step_by(20) {
            let now = START.plus_secs(second);
            assert!(session.is_live(now), "at {second}");
            session.expires_at = limits.prolonged(&session, now).unwrap_or(session.expires_at);
        }
    }

    #[test]
    fn a_proof_is_recent_for_five_minutes() {
        let session = begun();
        assert!(session.is_proven(START) && session.is_proven(START.plus_secs(STEP_UP_SECS - 1)));
        assert!(!session.is_proven(START.plus_secs(STEP_UP_SECS)));
        assert!(!session.is_proven(START.plus_secs(-1)), "a proof of the future is none");
        assert!(!Session { proof_at: None, ..session }.is_proven(START));
    }
}

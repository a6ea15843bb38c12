//! The sessions of this process, in memory: a restart ends them all.

use super::super::super::csrf::CsrfToken;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claviger::core::entropy::{Entropy, EntropyError};
use claviger::core::id::TokenId;
use claviger::core::time::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// A session that was not used for so long is over.
pub(super) const IDLE_SECS: i64 = 30 * 60;
/// A session is over after so long, used or not.
pub(super) const ABSOLUTE_SECS: i64 = 12 * 3600;
/// Most sessions at once; one more ends the one that was unused for longest.
pub(super) const MAX_SESSIONS: usize = 1024;
/// Most of them of one token; one more ends its own that was unused for longest, and nobody else's.
const MAX_PER_TOKEN: usize = 32;
/// Random bytes of an id.
const ID_BYTES: usize = 32;

/// A session as a request sees it.
#[derive(Clone)]
pub(super) struct Session {
    /// The token it was begun with, at the revision it had then.
    pub(super) token: (TokenId, u64),
    /// What its forms carry.
    pub(super) csrf: CsrfToken,
    began: Timestamp,
    used: Timestamp,
}

impl Session {
    fn is_over(&self, now: Timestamp) -> bool {
        now >= self.began.plus_secs(ABSOLUTE_SECS) || now >= self.used.plus_secs(IDLE_SECS)
    }
}

/// By the digest of their ids: whoever reads this memory has no id that a browser could send.
#[derive(Default)]
pub(super) struct Sessions(HashMap<[u8; 32], Session>);

impl Sessions {
    /// Begins one; gives the id, which is kept nowhere.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub(super) fn begin(
        &mut self,
        token: (TokenId, u64),
        now: Timestamp,
        entropy: &mut dyn Entropy,
    ) -> Result<String, EntropyError> {
        let (id, csrf) = (random(entropy)?, random(entropy)?);
        self.0.retain(|_, session| !session.is_over(now));
        let of_token = |session: &&Session| session.token.0 == token.0;
        if self.0.values().filter(of_token).count() >= MAX_PER_TOKEN {
            let own = self.0.iter().filter(|(_, session)| of_token(session));
            let oldest = own.min_by_key(|(_, session)| session.used).map(|(digest, _)| *digest);
            oldest.map(|digest| self.0.remove(&digest));
        }
        if self.0.len() >= MAX_SESSIONS {
            let oldest = self.0.iter().min_by_key(|(_, session)| session.used).map(|(digest, _)| *digest);
            oldest.map(|digest| self.0.remove(&digest));
        }
        let session = Session { token, csrf: CsrfToken::new(csrf), began: now, used: now };
        self.0.insert(digest(&id), session);
        Ok(id)
    }

    /// The session with this id, used now; none if there is none, or it is over.
    pub(super) fn touch(&mut self, id: &str, now: Timestamp) -> Option<Session> {
        let session = self.look(id, now)?;
        let kept = self.0.get_mut(&digest(id))?;
        kept.used = session.used.max(now);
        Some(kept.clone())
    }

    /// The same without using it.
    pub(super) fn look(&mut self, id: &str, now: Timestamp) -> Option<Session> {
        let digest = digest(id);
        let session = self.0.get(&digest)?.clone();
        if session.is_over(now) {
            self.0.remove(&digest);
            return None;
        }
        Some(session)
    }

    /// Ends one.
    pub(super) fn end(&mut self, id: &str) {
        self.0.remove(&digest(id));
    }
}

fn random(entropy: &mut dyn Entropy) -> Result<String, EntropyError> {
    let mut bytes = [0; ID_BYTES];
    entropy.fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn digest(id: &str) -> [u8; 32] {
    Sha256::digest(id).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger::OsEntropy;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn begun(sessions: &mut Sessions, now: Timestamp) -> String {
        begun_by(sessions, 7, now)
    }

    fn begun_by(sessions: &mut Sessions, token: u64, now: Timestamp) -> String {
        sessions.begin((TokenId::from_u64(token), 1), now, &mut OsEntropy).unwrap()
    }

    #[test]
    fn it_ends_when_it_is_not_used_and_in_the_end_anyhow() {
        let mut sessions = Sessions::default();
        let id = begun(&mut sessions, NOW);
        assert!(sessions.touch(&id, NOW.plus_secs(IDLE_SECS - 1)).is_some());
        assert!(sessions.touch(&id, NOW.plus_secs(2 * IDLE_SECS - 2)).is_some(), "use keeps it");
        assert!(sessions.look(&id, NOW.plus_secs(3 * IDLE_SECS - 3)).is_some());
        assert!(sessions.touch(&id, NOW.plus_secs(3 * IDLE_SECS)).is_none(), "looking does not keep it");
        let id = begun(&mut sessions, NOW);
        let mut at = NOW;
        while at.plus_secs(IDLE_SECS - 1) < NOW.plus_secs(ABSOLUTE_SECS) {
            at = at.plus_secs(IDLE_SECS - 1);
            assert!(sessions.touch(&id, at).is_some());
        }
        assert!(sessions.touch(&id, NOW.plus_secs(ABSOLUTE_SECS)).is_none(), "however it was used");
        assert!(sessions.0.is_empty(), "what is over is forgotten");
    }

    #[test]
    fn an_id_is_good_until_it_is_ended_and_for_nothing_else() {
        let mut sessions = Sessions::default();
        let (one, other) = (begun(&mut sessions, NOW), begun(&mut sessions, NOW));
        assert_ne!(one, other);
        sessions.end(&one);
        assert!(sessions.touch(&one, NOW).is_none());
        let session = sessions.touch(&other, NOW).unwrap();
        assert!(!session.csrf.is(Some(&other)), "the form's token is not the id");
        for bad in ["", "x", &one[1..], &format!("{other} ")] {
            assert!(sessions.touch(bad, NOW).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn there_are_never_too_many() {
        let mut sessions = Sessions::default();
        let first = begun(&mut sessions, NOW);
        let second = begun(&mut sessions, NOW.plus_secs(1));
        for at in 0..MAX_SESSIONS as u64 - 1 {
            begun_by(&mut sessions, 100 + at, NOW.plus_secs(2 + at as i64 / 1000));
        }
        assert_eq!(sessions.0.len(), MAX_SESSIONS);
        assert!(sessions.touch(&first, NOW.plus_secs(3)).is_none(), "the one unused for longest made room");
        assert!(sessions.touch(&second, NOW.plus_secs(3)).is_some());
    }

    /// Tooth: the limit of one token left out, by which it would end everybody else's.
    #[test]
    fn one_token_ends_no_sessions_but_its_own() {
        let mut sessions = Sessions::default();
        let other = begun_by(&mut sessions, 1, NOW);
        let first = begun(&mut sessions, NOW.plus_secs(1));
        for _ in 0..2 * MAX_SESSIONS {
            begun(&mut sessions, NOW.plus_secs(2));
        }
        assert!(sessions.touch(&other, NOW.plus_secs(3)).is_some());
        assert!(sessions.touch(&first, NOW.plus_secs(3)).is_none());
        assert_eq!(sessions.0.len(), 1 + MAX_PER_TOKEN);
    }
}

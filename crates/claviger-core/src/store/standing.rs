//! Who makes a change, and what must still be so when it is written.

use super::record::{Record, RecordKind};
use crate::id::{MemberId, SessionId, TokenId, UserId};
use crate::principal::Principal;
use crate::time::Timestamp;
use crate::token::TokenRecord;

/// By what somebody was recognised. A change is written only while it holds, so nothing that was begun
/// with a token outlives its revoke, and nothing begun by a person outlives the session or the place
/// in the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A token, at the revision it had then.
    Token {
        /// The token.
        token: TokenId,
        /// Its revision: rotating, revoking and changing raise it.
        revision: u64,
    },
    /// A person who is signed in, as a member of the account that is asked about.
    Session {
        /// The person.
        user: UserId,
        /// The session: ending it removes it.
        session: SessionId,
        /// The place in the account.
        member: MemberId,
        /// Its revision: a change of the role raises it.
        member_revision: u64,
    },
}

impl Standing {
    /// Who it is.
    #[must_use]
    pub const fn principal(&self) -> Principal {
        match self {
            Standing::Token { token, .. } => Principal::Token(*token),
            Standing::Session { user, .. } => Principal::User(*user),
        }
    }

    /// Whether it holds at `time`, given how to look up what is on record: the token is the one that
    /// was recognised, and live; or the session is there and live, the member's record is there, live
    /// and the one that was recognised, and both are this person's.
    ///
    /// # Errors
    /// Those of the look-ups.
    pub fn holds<E>(
        &self,
        time: Timestamp,
        token_of: impl FnOnce(TokenId) -> Result<Option<TokenRecord>, E>,
        record_of: impl Fn(RecordKind, u64) -> Result<Option<Record>, E>,
    ) -> Result<bool, E> {
        match *self {
            Standing::Token { token, revision } => {
                let found = token_of(token)?;
                Ok(found.is_some_and(|token| token.revision == revision && token.is_live(time)))
            }
            Standing::Session { user, session, member, member_revision } => {
                let own = |record: &Record| record.owner == user.as_u64() && record.is_live(time);
                let session = record_of(RecordKind::Session, session.as_u64())?.filter(own);
                let member = record_of(RecordKind::Member, member.as_u64())?.filter(own);
                Ok(session.is_some() && member.is_some_and(|member| member.revision == member_revision))
            }
        }
    }
}

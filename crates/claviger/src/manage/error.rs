//! Why a management request was not carried out.

use super::{Operation, PasswordError};
use crate::change::ChangeError;
use claviger_core::entropy::EntropyError;
use claviger_core::key::incident::SinceError;
use claviger_core::key::life::LifeError;
use claviger_core::key::review::UndoError;
use claviger_core::role::Role;
use claviger_core::store::{Conflict, StoreError};
use claviger_seal::{FormatError, SealError};
use std::fmt;

/// What an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// An account.
    Account,
    /// A key.
    Key,
    /// An administration token.
    Token,
    /// A saved withdrawal address.
    Address,
    /// A price alert.
    Alert,
    /// An order at the paper exchange.
    Order,
    /// A member of the account.
    Member,
    /// An invitation or a reset link.
    Invitation,
    /// A person, or a person's login.
    Person,
    /// A session.
    Session,
    /// A passkey.
    Passkey,
    /// A channel for notices.
    Channel,
    /// A rule of what is told.
    Rule,
    /// A delivery of a notice.
    Delivery,
    /// A notice in the inbox.
    Notice,
    /// A place in a list to go on from.
    Cursor,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Thing::Account => "account",
            Thing::Key => "key",
            Thing::Token => "token",
            Thing::Address => "address",
            Thing::Alert => "alert",
            Thing::Order => "order",
            Thing::Person => "person",
            Thing::Session => "session",
            Thing::Member => "member",
            Thing::Invitation => "invitation",
            Thing::Passkey => "passkey",
            Thing::Channel => "channel",
            Thing::Rule => "rule",
            Thing::Delivery => "delivery",
            Thing::Notice => "notice",
            Thing::Cursor => "place in the list",
        })
    }
}

/// Why a request was not carried out. No variant holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ManageError {
    /// The role does not allow it.
    #[error("whoever has the role `{role}` may not do `{operation}`")]
    Forbidden {
        /// The caller's role.
        role: Role,
        /// What was asked for.
        operation: Operation,
    },
    /// Nobody hands out, rotates or revokes what is worth more than their own token.
    #[error("whoever has the role `{own}` has no say over the role `{other}`")]
    AboveOwnRole {
        /// The caller's role.
        own: Role,
        /// The role of the token asked for.
        other: Role,
    },
    /// It asks for a recent proof of a factor, and there is none.
    #[error("prove again that it is you")]
    ProofWanted,
    /// It is not there, or it is somebody else's: nobody is told which.
    #[error("there is no such {0} in this account")]
    NotFound(Thing),
    /// There is no second factor.
    #[error("there is no second factor; add one first")]
    NoSecondFactor,
    /// The key's life does not allow it.
    #[error(transparent)]
    Life(#[from] LifeError),
    /// What the key may have used as a nonce by now cannot be told.
    #[error(
        "the scale of the key's nonces cannot be told, since it was never used or does not count time: give a \
         floor above every nonce it may have used since the backup, or revoke it and create another"
    )]
    ScaleUnknown,
    /// The token is revoked.
    #[error("the token is revoked; create a new one")]
    TokenRevoked,
    /// An expiry that lies in the past.
    #[error("expires_at lies in the past")]
    AlreadyExpired,
    /// Nobody changes or removes members who are above them, or invites such.
    #[error("whoever has the role `{own}` has no say over a member of the role `{other}`")]
    AboveOwnPlace {
        /// The caller's role.
        own: Role,
        /// The role of the member, or of the invitation.
        other: Role,
    },
    /// An account that had an owner keeps one.
    #[error("this is the last owner of the account; make somebody else an owner first")]
    LastOwner,
    /// The member is being removed.
    #[error("the member is being removed")]
    Leaving,
    /// Keys belong to members who may look after them.
    #[error("keys can belong to an owner, an admin or a key manager of this account only")]
    NoKeyHolder,
    /// Whoever is in another account, too, is not let in, nor kept out, from this one.
    #[error(
        "the person is a member of another account, too, so this is not done from here; they do it themselves, with a recovery code if need be, or whoever runs the server uses `claviger recover sign-in`"
    )]
    ElsewhereToo,
    /// An invitation does not work so long.
    #[error("an invitation works for at most {0} days")]
    TooLong(u32),
    /// The name is in use.
    #[error("the name is in use by another {0}; choose another one")]
    NameTaken(Thing),
    /// A named limit is reached.
    #[error(
        "the limit of {limit} is reached for this kind of thing: {thing}; revoke one first, or raise the limit"
    )]
    LimitReached {
        /// What there is too much of.
        thing: Thing,
        /// How many there may be.
        limit: u32,
    },
    /// A review takes away, and gives nothing.
    #[error("a review only narrows a key, and this would let it do more than before; edit the key for that")]
    NotNarrower,
    /// What a review narrowed is not put back.
    #[error(transparent)]
    Undo(#[from] UndoError),
    /// The last good moment of a leaked key is not one.
    #[error(transparent)]
    Since(#[from] SinceError),
    /// Others kept changing it.
    #[error("it was changed in the meantime; read it again and repeat the change")]
    Changed,
    /// Keys are stopped so that they let less through.
    #[error(
        "keys are stopped to `read-only`, `cancel-only`, `frozen` or `revoked`; they are stepped up one by one"
    )]
    NotAStop,
    /// There is no mail server to send mails by.
    #[error("no mail can be sent from here; set `mail.host` and `mail.from` in the configuration first")]
    NoMailer,
    /// Only a web hook of one's own has a secret that is rotated.
    #[error("only a web hook has a secret to be rotated; make another channel with the new URL instead")]
    NoHookSecret,
    /// Nothing is sent to this channel at present.
    #[error("nothing is sent to this channel: turn it on, and confirm its address if it is a mailbox")]
    ChannelAsleep,
    /// The second factor's password is not usable.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The token or session it was asked with does not work any more; nothing was changed.
    #[error("this is not a token that works here")]
    CallerGone,
    /// A request with the same idempotency key took effect before; nothing was changed now.
    #[error("a request with this idempotency key took effect before")]
    Repeated,
    /// The store does not answer. A change may turn up: read before repeating.
    #[error("the store could not settle this in time; look whether it was made before you repeat it")]
    Unavailable,
    /// Randomness, sealing or a stored record failed; the log has more.
    #[error("something inside failed and nothing was changed")]
    Internal,
}

impl ManageError {
    /// Whether the request itself was refused, rather than the server unable to carry it out.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        !matches!(self, ManageError::Unavailable | ManageError::Internal | ManageError::Repeated)
    }

    /// What a conflict of the store means where the change is about `thing`.
    pub(super) const fn from_change(error: ChangeError, thing: Thing) -> Self {
        match error {
            ChangeError::Unavailable => ManageError::Unavailable,
            ChangeError::Conflict(Conflict::NameTaken) => ManageError::NameTaken(thing),
            ChangeError::Conflict(Conflict::LimitReached(limit)) => {
                ManageError::LimitReached { thing, limit }
            }
            ChangeError::Conflict(Conflict::CallerGone) => ManageError::CallerGone,
            ChangeError::Conflict(Conflict::Repeated) => ManageError::Repeated,
            ChangeError::Conflict(Conflict::Missing) => ManageError::NotFound(thing),
            ChangeError::Conflict(Conflict::Revision | Conflict::Exists) => ManageError::Changed,
        }
    }
}

impl From<StoreError> for ManageError {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "a management request could not be read");
        ManageError::Unavailable
    }
}

impl From<SealError> for ManageError {
    fn from(error: SealError) -> Self {
        tracing::error!(%error, "sealing failed");
        ManageError::Internal
    }
}

impl From<FormatError> for ManageError {
    fn from(error: FormatError) -> Self {
        SealError::from(error).into()
    }
}

impl From<EntropyError> for ManageError {
    fn from(error: EntropyError) -> Self {
        tracing::error!(%error, "no randomness");
        ManageError::Internal
    }
}

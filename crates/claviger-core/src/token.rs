//! An administration token on record; only its digest is kept.

use crate::id::{AccountId, TokenId, UserId};
use crate::role::Role;
use crate::text::Name;
use crate::time::Timestamp;

/// A token on record.
#[derive(Debug, Clone)]
pub struct TokenRecord {
    /// Its id.
    pub id: TokenId,
    /// The account it administers.
    pub account: AccountId,
    /// Its name, unique among the account's tokens that are not revoked.
    pub name: Name,
    /// What it may do: one of [`Role::OF_TOKENS`].
    pub role: Role,
    /// The person who was shown it: whoever made it or rotated it last, in person or by a token that was shown to them.
    /// None for the host's own, and those made by one of these.
    pub made_by: Option<UserId>,
    /// SHA-256 of the token.
    pub digest: TokenDigest,
    /// Rises with every change.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// The digest of a token. Has no `==`: compare with [`TokenDigest::same`].
///
/// ```compile_fail
/// use claviger_core::token::TokenDigest;
/// assert!(TokenDigest([0; 32]) == TokenDigest([0; 32]));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct TokenDigest(pub [u8; 32]);

impl TokenDigest {
    /// Constant-time compare.
    #[must_use]
    pub fn same(&self, other: &TokenDigest) -> bool {
        use subtle::ConstantTimeEq as _;
        self.0.ct_eq(&other.0).into()
    }
}

/// Field by field; the digest through its constant-time compare.
impl PartialEq for TokenRecord {
    fn eq(&self, other: &Self) -> bool {
        let TokenRecord { id, account, name, role, made_by, revision, created_at, .. } = self;
        let TokenRecord { digest, expires_at, revoked_at, .. } = self;
        (id, account, name, role) == (&other.id, &other.account, &other.name, &other.role)
            && (made_by, revision, created_at) == (&other.made_by, &other.revision, &other.created_at)
            && (expires_at, revoked_at) == (&other.expires_at, &other.revoked_at)
            && digest.same(&other.digest)
    }
}
impl Eq for TokenRecord {}

impl TokenRecord {
    /// Whether it works at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|at| now < at)
    }
}

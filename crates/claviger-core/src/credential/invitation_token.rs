//! What a link that lets somebody in ends in.

use super::SessionToken;
use crate::entropy::{Entropy, EntropyError};
use crate::token::TokenDigest;
use zeroize::Zeroizing;

/// The token of an invitation: of the same form as a session's, and never one. Wiped on drop; has no
/// `Debug`.
pub struct InvitationToken(SessionToken);

impl InvitationToken {
    /// A new one.
    ///
    /// # Errors
    /// As [`Entropy::fill`].
    pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        SessionToken::random(entropy).map(InvitationToken)
    }

    /// From its text; none if it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        SessionToken::parse(text).map(InvitationToken)
    }

    /// The digest kept at rest and looked up by.
    #[must_use]
    pub fn digest(&self) -> TokenDigest {
        self.0.digest()
    }

    /// The text, for the link.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        self.0.reveal()
    }
}

//! Links that are given out, in full.

use claviger::manage::invitations::InvitationToken;

/// Where browsers reach the console, as in `https://keys.example.com`.
#[derive(Debug, Clone)]
pub struct Links(String);

impl Links {
    /// Links that begin with this: scheme, host and perhaps a port.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        Links(origin.trim_end_matches('/').to_owned())
    }

    /// Where whoever has the token is let in.
    #[must_use]
    pub fn welcome(&self, token: &InvitationToken) -> String {
        format!("{}/welcome/{}", self.0, token.reveal().as_str())
    }
}

//! What somebody looks after themselves: profile, sign-in, sessions; and the administration tokens of the account.

pub(super) mod account;
mod codes;
pub(super) mod deliveries;
pub(super) mod leave;
pub(super) mod notifications;
pub(super) mod passkeys;
pub(super) mod password;
pub(super) mod profile;
pub(super) mod recovery;
pub(super) mod security;
pub(super) mod sessions;
mod tabs;
pub(super) mod tokens;
pub(super) mod totp;

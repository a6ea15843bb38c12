//! What a person signs in with, and what else they look after themselves.
//!
//! Each act writes the person's record from the revision it was made from, by the session that asks: what was
//! begun by a session that has ended, or rests on a record that was changed, is not written.

mod act;
mod error;
pub mod help;
mod overview;
pub mod passkeys;
pub mod password;
pub mod profile;
pub mod recovery;
pub mod totp;

pub use error::FactorError;
pub use overview::{PersonView, overview};
pub use recovery::RecoveryCodes;
pub use totp::TotpSetup;

//! What a person signs in with, and what else they look after themselves.

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

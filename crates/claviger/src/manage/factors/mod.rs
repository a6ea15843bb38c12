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

use super::{Caller, Operation, refuse};
use crate::authority::Authority;
use claviger_core::entry::Target;

/// As [`guarded`](super::guarded), for work on a factor: its refusals leave an entry each, too.
async fn guarded<T>(
    authority: &Authority,
    caller: &Caller,
    operation: Operation,
    target: Target,
    work: impl Future<Output = Result<T, FactorError>>,
) -> Result<T, FactorError> {
    let work = async {
        match work.await {
            Ok(done) => Ok(Ok(done)),
            Err(FactorError::Manage(error)) => Err(error),
            Err(error) => {
                refuse(authority, caller, operation, &error.to_string()).await?;
                Ok(Err(error))
            }
        }
    };
    super::guarded(authority, caller, operation, target, work).await?
}

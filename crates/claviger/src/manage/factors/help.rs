//! What a person has read of the help.

use super::super::ManageError;
use super::super::sessions::Signed;
use crate::authority::Authority;
use claviger_core::people::HelpPage;

/// Remembers that the person has read the page. Reading it again changes nothing.
///
/// # Errors
/// [`ManageError`].
pub async fn read(_authority: &Authority, _signed: &Signed, _page: HelpPage) -> Result<(), ManageError> {
    Err(ManageError::Internal)
}

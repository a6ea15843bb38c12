//! A person's name and login.

use super::super::ManageError;
use super::super::sessions::Signed;
use crate::authority::Authority;
use claviger_core::people::{Login, User};
use claviger_core::text::Name;

/// Changes the name or the login; what is `None` stays.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NameTaken`] if somebody else has the login.
pub async fn edit(
    _authority: &Authority,
    _signed: &Signed,
    _name: Option<Name>,
    _login: Option<Login>,
) -> Result<User, ManageError> {
    Err(ManageError::Internal)
}

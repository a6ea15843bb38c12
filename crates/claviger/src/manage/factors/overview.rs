//! How well the members of an account are protected, for whoever looks after it.

use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::people::{HelpPage, Login, Member};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use std::collections::BTreeMap;

/// A member, with what they are protected by.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// The place in the account.
    pub member: Member,
    /// What the person is called.
    pub name: Name,
    /// What the person signs in as.
    pub login: Login,
    /// Whether there is a time-based code.
    pub totp: bool,
    /// How many passkeys there are.
    pub passkeys: u32,
    /// How many recovery codes are left.
    pub recovery_left: u32,
    /// Which pages of the help were read, and when.
    pub help_read: BTreeMap<HelpPage, Timestamp>,
}

impl PersonView {
    /// Whether there is a second factor.
    #[must_use]
    pub const fn has_second_factor(&self) -> bool {
        self.totp || self.passkeys > 0
    }
}

/// The members of the account, in the order in which they came.
///
/// # Errors
/// [`ManageError`].
pub async fn overview(_authority: &Authority, _caller: &Caller) -> Result<Vec<PersonView>, ManageError> {
    Err(ManageError::Internal)
}

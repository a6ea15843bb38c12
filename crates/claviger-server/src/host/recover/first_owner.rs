//! A link for the first owner, if the one that was shown is lost.

use super::token::choose;
use super::{HostError, LOG, failed, open, write};
use crate::api::links::Links;
use claviger::manage::invitations::{first_owner_link, has_people};
use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::store::Store as _;
use claviger_core::time::Timestamp;
use std::path::Path;
use zeroize::Zeroizing;

/// A link that was made. Has no `Debug`.
pub struct RecoveredLink {
    /// To be shown once, and kept nowhere.
    pub link: Zeroizing<String>,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Whose it is: the name of the account, or the login of the person.
    pub of: String,
}

/// Makes the link with which somebody becomes the first owner of an account: the one named, or the only
/// one. Only while the server knows no person.
///
/// # Errors
/// [`HostError`]; nothing was changed then.
pub fn recover_first_owner(
    data_dir: &Path,
    account: Option<&str>,
    links: &Links,
    now: Timestamp,
) -> Result<RecoveredLink, HostError> {
    let store = open(data_dir)?;
    let AccountRecord { id, name, .. } = choose(&store, data_dir, account)?;
    if has_people(&store).map_err(failed(data_dir))? {
        return Err(HostError::HasPeople);
    }
    let made = first_owner_link(id, Action::Recovered, now).map_err(HostError::Link)?;
    let mut lane = store.open_lane(LOG).map_err(failed(data_dir))?;
    write(&mut *lane, made.change, made.entry, now)?;
    let expires_at = made.invited.invitation.expires_at;
    let link = Zeroizing::new(links.welcome(&made.invited.token));
    Ok(RecoveredLink { link, expires_at, of: name.to_string() })
}

//! A link for somebody who cannot sign in any more.

use super::first_owner::RecoveredLink;
use super::{HostError, LOG, failed, open, write};
use crate::api::links::Links;
use claviger::manage::{ManageError, Thing, resets};
use claviger_core::people::Login;
use claviger_core::store::Store as _;
use claviger_core::time::Timestamp;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a link with which the person of this login sets a new password. With `without_factors` it asks for no
/// second factor, and takes those there are away when it is used.
///
/// # Errors
/// [`HostError`]; nothing was changed then.
pub fn recover_sign_in(
    data_dir: &Path,
    login: &str,
    without_factors: bool,
    links: &Links,
    now: Timestamp,
) -> Result<RecoveredLink, HostError> {
    let unknown = || HostError::NoPerson(login.chars().filter(|c| !c.is_control()).take(64).collect());
    let login = Login::parse(login).map_err(|_| unknown())?;
    let store = open(data_dir)?;
    let made = resets::by_host(&store, &login, without_factors, now).map_err(|error| match error {
        ManageError::NotFound(Thing::Person) => unknown(),
        error => HostError::Link(error),
    })?;
    let mut lane = store.open_lane(LOG).map_err(failed(data_dir))?;
    write(&mut *lane, made.change, made.entry, now)?;
    let expires_at = made.invited.invitation.expires_at;
    let link = Zeroizing::new(links.welcome(&made.invited.token));
    Ok(RecoveredLink { link, expires_at, of: login.to_string() })
}

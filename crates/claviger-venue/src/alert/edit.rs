//! An alert is turned on or off.

use super::AlertError;
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ids::AlertId,
};

/// Turns an alert on or off. One that is turned on begins anew: it is watched from now on.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    id: AlertId,
    enabled: bool,
) -> Result<Reply, VenueError> {
    let alert = draft.venue.alert(account, id).ok_or(AlertError::Unknown)?;
    if alert.enabled == enabled {
        return Err(AlertError::NoChange.into());
    }
    if enabled && alert.expires_at.is_some_and(|expires_at| expires_at <= draft.at) {
        return Err(AlertError::Expired.into());
    }
    draft.events.push(Event::AlertEdited { at: draft.at, account, id, enabled });
    Ok(Reply::AlertEdited)
}

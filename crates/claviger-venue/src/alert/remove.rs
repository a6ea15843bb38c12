//! An alert is removed.

use super::AlertError;
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ids::AlertId,
};

/// Removes an alert. What it fired stays on record.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, id: AlertId) -> Result<Reply, VenueError> {
    draft.venue.alert(account, id).ok_or(AlertError::Unknown)?;
    draft.events.push(Event::AlertRemoved { at: draft.at, account, id });
    Ok(Reply::AlertRemoved)
}

//! A report is removed.

use super::ExportStatus;
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    error::Field,
    event::{Event, Reply},
    ids::ExportId,
};

/// How a report is removed, which depends on how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// It is queued or being made.
    Cancel,
    /// It can be fetched.
    Delete,
}

/// Removes a report. Its id is then unknown.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    id: ExportId,
    removal: Removal,
) -> Result<Reply, VenueError> {
    let export = draft.venue.export(account, id, draft.at).ok_or(VenueError::UnknownExport)?;
    let fits = match export.status(draft.at) {
        ExportStatus::Queued | ExportStatus::Processing => Removal::Cancel,
        ExportStatus::Processed => Removal::Delete,
    };
    if fits != removal {
        return Err(VenueError::InvalidArgument(Field::Type));
    }
    draft.events.push(Event::ExportRemoved { at: draft.at, account, id });
    Ok(Reply::ExportRemoved)
}

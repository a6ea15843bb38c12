//! `RetrieveExport`: the bytes of a report, without an envelope. They are made by [`crate::report`].

use super::{View, exports};
use crate::error::KrakenError;
use crate::parse::Params;
use claviger_venue::{Export, ExportStatus};

/// The report asked for, if it can be fetched and the key may see all that is in it: a report that another key of the
/// account asked for may reach further. Dates outside the key's own are refused as everywhere:
/// `EGeneral:Invalid arguments`.
pub(crate) fn find(params: &Params<'_>, view: &View<'_>) -> Result<Export, KrakenError> {
    let export = exports::find(params, view)?;
    let own = view.window();
    let too_early = own.start.is_some_and(|from| export.after < from);
    if too_early || own.end.is_some_and(|to| export.until > to) {
        return Err(KrakenError::InvalidArguments);
    }
    match export.status(view.now) {
        ExportStatus::Queued | ExportStatus::Processing => Err(KrakenError::Busy),
        ExportStatus::Processed => Ok(export.clone()),
    }
}

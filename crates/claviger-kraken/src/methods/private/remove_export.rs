//! `RemoveExport`: cancels a report that is being made, or deletes one that can be fetched.

use super::{Act, exports};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::shape::object;
use claviger_venue::{Command, Removal, Reply};

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    let id = exports::id(params)?;
    let (removal, done) = match params.need("type")? {
        "cancel" => (Removal::Cancel, "cancel"),
        "delete" => (Removal::Delete, "delete"),
        _ => return Err(KrakenError::InvalidArgument("type")),
    };
    Ok(Act::command(Command::RemoveExport { id, removal }, move |_, reply| match reply {
        Reply::ExportRemoved => Some(success(&object([(done, true)]))),
        _ => None,
    }))
}

//! The inbox is marked as read, up to what was shown.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use claviger::core::id::NoticeId;
use claviger::manage::{ManageError, Thing, notices};

/// Marks it.
pub(in super::super) async fn mark_read(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["up_to"], &[])?;
    let up_to: NoticeId = form.text("up_to").parse().map_err(|_| ManageError::NotFound(Thing::Notice))?;
    notices::mark_read(&call.state.authority, call.caller(), up_to).await?;
    Ok(Shown::go("/notices"))
}

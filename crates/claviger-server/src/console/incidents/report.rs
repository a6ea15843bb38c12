//! A report of a leak is made, and saved as a file.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::show::{desk, since};
use crate::incident::{Told, file_name, write};
use axum::body::Body;
use claviger::core::id::KeyId;
use claviger::manage::Thing;
use claviger::manage::incidents::report as make;

/// Makes it. One entry says so, with its digest.
pub(in super::super) async fn report(call: Call) -> Result<Shown, Failure> {
    let since = since(call.form(&["since"], &[])?)?;
    let id: KeyId = call.id(Thing::Key)?;
    let tell = |incident| Told::of(desk(&call), incident);
    let reported = make(&call.state.authority, call.caller(), id, since, tell, write).await?;
    let file = file_name(&reported.told);
    Ok(Shown::stream("text/markdown; charset=utf-8", Some(file), Body::from(reported.text)))
}

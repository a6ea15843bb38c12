//! One delivery.

use super::super::{Caller, ManageError, Operation, guarded};
use super::own;
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::DeliveryId;
use claviger_core::notices::Delivery;

/// A delivery, with its last attempts.
///
/// # Errors
/// [`ManageError`].
pub async fn show(authority: &Authority, caller: &Caller, id: DeliveryId) -> Result<Delivery, ManageError> {
    let work = own(authority, caller, id);
    guarded(authority, caller, Operation::DeliveryShow, Target::Account, work).await
}
